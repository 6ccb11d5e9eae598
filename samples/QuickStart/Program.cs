using MarlRec.Data.Readers;
using QuickStart;

var options = CommandLine.Parse(args, Console.Error);
if (options is null) return args is ["--help" or "-h"] ? 0 : 2;
try
{
    return new QuickStartRun(options).Execute();
}
catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or DataFormatException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}

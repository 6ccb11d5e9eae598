using MarlRec.Scoreboard;
using Spectre.Console;

if (args is [ChildProcess.Verb, ..]) return ChildProcess.Answer(args, Console.Out, TimeProvider.System);

try
{
    var line = CommandLine.Parse(args);
    if (line.Help)
    {
        Console.WriteLine(CommandLine.Usage);
        return 0;
    }

    var paths = ResultPaths.From(line, Environment.CurrentDirectory);
    var code = Console.IsOutputRedirected
        ? Run(new PlainProgress(Console.Out, Console.Error))
        : AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => Run(new BarProgress(AnsiConsole.Console, context, Console.Error)));
    Console.WriteLine($"{paths.Json}{Environment.NewLine}{paths.Markdown}");
    return code;

    int Run(IRunProgress progress) => new ScoreboardRun(line, SuiteRegistry.Find(line.Suite)!, paths, ChildProcess.Run, progress, TimeProvider.System).Execute();
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}{Environment.NewLine}{Environment.NewLine}{CommandLine.Usage}");
    return 2;
}
catch (InvalidDataException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

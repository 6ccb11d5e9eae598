using QuickStart;

var options = CommandLine.Parse(args, Console.Error);
if (options is null) return 2;
return new QuickStartRun(options).Execute();

using MarlRec.Benchmarks.Peers;
using MarlRec.Benchmarks.Peers.Guard;

try
{
    var line = CommandLine.Parse(args);
    if (line.Help)
    {
        Console.WriteLine(CommandLine.Usage);
        return 0;
    }

    if (line.SelfTest) return SelfTest.Run(Console.Out);
    if (!line.List) return new PeersRun(line, Console.Out, Console.Error, TimeProvider.System).Execute();
    foreach (var (workload, threads) in WorkloadRegistry.Select(line.Only, line.Threads)) Console.WriteLine($"{workload.Task(threads),-34} floor {workload.Cost}");
    return 0;
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

using MarlRec.Benchmarks.Peers.Guard;
using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Benchmarks.Peers.Native;
using MarlRec.Benchmarks.Peers.Reporting;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Peers;

/// <summary>Measures the tasks that were asked for, prints and writes what came out.</summary>
internal sealed class PeersRun(CommandLine line, TextWriter output, TextWriter error, TimeProvider clock)
{
    private readonly Dictionary<int, Ceiling> _ceilings = [];
    private readonly ConsoleTable _table = new(output);
    private bool _failed;

    /// <returns>The process's exit code: 0, or 1 when sides disagree or a ratio has fallen.</returns>
    internal int Execute()
    {
        var committed = line.Check is { } check ? new CommittedRatios(new ResultFile(check).Rows) : null;
        var file = line.Json is { } json ? new ResultFile(json) : null;
        var tasks = WorkloadRegistry.Select(line.Only, line.Threads).Where(task => committed is null || committed.Has(task.Workload.Task(task.Threads))).ToList();
        if (tasks.Count == 0) error.WriteLine("No task was chosen; --list names them.");
        foreach (var threads in tasks.Select(task => task.Threads).Distinct().Order()) MeasureCeiling(threads, file);
        if (!OpenBlas.IsInstalled) output.WriteLine("OpenBLAS (libopenblas.so.0) is not installed: its columns are skipped.");
        _table.Head();
        foreach (var (workload, threads) in tasks) Measure(workload, threads, file, committed);
        return _failed || tasks.Count == 0 ? 1 : 0;
    }

    private void MeasureCeiling(int threads, ResultFile? file)
    {
        var ceiling = _ceilings[threads] = Ceiling.Measure(threads);
        file?.Replace(ResultRows.Of(ceiling));
        output.WriteLine($"{ResultRows.CeilingTask(threads)}: {string.Join(", ", ResultRows.Of(ceiling).Select(row => $"{row.Metric} {MarkdownTable.Number(row.Value)}"))}");
    }

    private void Measure(Workload workload, int threads, ResultFile? file, CommittedRatios? committed)
    {
        try
        {
            TorchRuntime.SetThreads(threads);
            using var context = new ComputeContext(threads);
            using var contest = workload.Open(context);
            foreach (var outcome in Duel.Run(contest, threads, line.Seconds))
            {
                var result = new Result(workload, threads, outcome, workload.Cost.Floor(_ceilings[threads]));
                _table.Result(result);
                file?.Replace(ResultRows.Of(result, PeerVersions.Of(outcome.Peer)));
                if (committed?.Find(result.Task, outcome.Peer) is { } before && Verdict.HasFallen(outcome.Ratio, before)) Fail($"{result.Task} against {outcome.Peer} has fallen: its ratio was {before:F2}.");
            }

            file?.Write(clock.GetUtcNow());
        }
        catch (DisagreementException exception)
        {
            Fail($"{workload.Task(threads)}: {exception.Message}");
        }

        GC.Collect();
    }

    private void Fail(string message)
    {
        _failed = true;
        error.WriteLine($"FAILED {message}");
    }
}

using System.Globalization;
using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Scoreboard;

namespace MarlRec.Benchmarks.Peers.Reporting;

/// <summary>Results as rows of the scoreboard: the model is the peer.</summary>
internal static class ResultRows
{
    internal const string Suite = "peers";
    internal const string Ratio = "ratio";
    private const string Source = "benchmarks/MarlRec.Benchmarks.Peers";

    internal static IEnumerable<Row> Of(Result result, string version)
    {
        var protocol = string.Create(
            CultureInfo.InvariantCulture,
            $"{Threads(result.Threads)} each, by turns in {result.Outcome.Rounds} rounds; values in {result.Workload.Scale.Unit}; floor {result.Workload.Cost}; {version}");
        (string Metric, double? Value)[] metrics =
        [
            (Ratio, result.Outcome.Ratio.Median), ("ratio low", result.Outcome.Ratio.Low), ("ratio high", result.Outcome.Ratio.High), ("must", result.Goal?.Must), ("aim", result.Goal?.Aim),
            ("value", result.Value), ("peer value", result.PeerValue), ("floor", result.Floor), ("share of floor", result.ShareOfFloor),
        ];
        return from metric in metrics where metric.Value is not null select Make(result.Task, result.Outcome.Peer, metric.Metric, metric.Value!.Value, protocol);
    }

    internal static IEnumerable<Row> Of(Ceiling ceiling)
    {
        (string Metric, double Value)[] metrics =
            [("FMA GFLOP/s", ceiling.GigaFlops), ("L2 GB/s", ceiling.SecondLevel), ("L3 GB/s", ceiling.ThirdLevel), ("DRAM GB/s", ceiling.Main)];
        return metrics.Select(metric => Make(
            CeilingTask(ceiling.Threads), "machine", metric.Metric, metric.Value, $"{Threads(ceiling.Threads)}; fused multiply-adds between registers; reads of 256 KiB and 4 MiB a thread and of 512 MB in all; the best of several tries"));
    }

    internal static string CeilingTask(int threads) => $"ceiling t{threads}";

    private static string Threads(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";

    private static Row Make(string task, string model, string metric, double value, string protocol) => new()
    {
        Suite = Suite,
        Task = task,
        Model = model,
        Metric = metric,
        // Four digits are more than the measurement has.
        Value = double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        Seeds = 1,
        Origin = Row.Measured,
        Source = Source,
        Protocol = protocol,
    };
}

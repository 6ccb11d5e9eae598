using MarlRec.Benchmarks.Peers.Reporting;
using MarlRec.Scoreboard;

namespace MarlRec.Benchmarks.Peers.Guard;

/// <summary>The ratios of a results file.</summary>
internal sealed class CommittedRatios(IEnumerable<Row> rows)
{
    private readonly Dictionary<(string Task, string Peer), double> _ratios =
        rows.Where(row => row.Suite == ResultRows.Suite && row.Metric == ResultRows.Ratio).ToDictionary(row => (row.Task, row.Model), row => row.Value);

    internal bool Has(string task) => _ratios.Keys.Any(key => key.Task == task);

    internal double? Find(string task, string peer) => _ratios.TryGetValue((task, peer), out var ratio) ? ratio : null;
}

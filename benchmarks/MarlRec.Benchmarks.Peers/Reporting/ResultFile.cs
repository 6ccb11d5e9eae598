using MarlRec.Scoreboard;

namespace MarlRec.Benchmarks.Peers.Reporting;

/// <summary>A file of rows, and a Markdown table beside it: what is measured anew replaces the same task's and peer's rows, the rest stays.</summary>
internal sealed class ResultFile(string json)
{
    private readonly List<Row> _rows = [.. ResultTable.Read(json).Rows];

    internal IReadOnlyList<Row> Rows => _rows;

    internal void Replace(IEnumerable<Row> rows)
    {
        foreach (var group in rows.GroupBy(row => (row.Task, row.Model)))
        {
            _rows.RemoveAll(row => (row.Task, row.Model) == group.Key);
            _rows.AddRange(group);
        }

        var order = new List<string>();
        foreach (var threads in _rows.Select(row => row.Task).Where(task => task.StartsWith("ceiling", StringComparison.Ordinal)).Distinct().Order()) order.Add(threads);
        foreach (var workload in WorkloadRegistry.All)
            for (var threads = 1; threads <= 16; threads++) order.Add(workload.Task(threads));
        var sorted = _rows.OrderBy(row => order.IndexOf(row.Task) is var at && at >= 0 ? at : int.MaxValue).ToList();
        _rows.Clear();
        _rows.AddRange(sorted);
    }

    internal void Write(DateTimeOffset date)
    {
        new ResultTable(_rows).Write(json);
        File.WriteAllText(Path.ChangeExtension(json, ".md"), MarkdownTable.Render(_rows, Machine.Describe(), date));
    }
}

using System.Globalization;
using System.Text;
using MarlRec.Scoreboard;

namespace MarlRec.Benchmarks.Peers.Reporting;

/// <summary>The rows as people read them.</summary>
internal static class MarkdownTable
{
    internal static string Render(IReadOnlyList<Row> rows, IReadOnlyList<(string Name, string Value)> machine, DateTimeOffset date)
    {
        var text = new StringBuilder();
        Line($"# MarlRec and its peers");
        Line($"");
        Line($"The same work in MarlRec and in native libraries, measured by turns in one run with equal threads (t1, t2). Written by");
        Line($"`benchmarks/MarlRec.Benchmarks.Peers`, never by hand; the same rows are in `peers.json`.");
        Line($"");
        Line($"- Date: {date:yyyy-MM-dd HH:mm} UTC");
        foreach (var (name, value) in machine) Line($"- {name}: {value}");
        foreach (var ceiling in rows.Where(row => row.Model == "machine").GroupBy(row => row.Task))
            Line($"- Measured {ceiling.Key}: {string.Join(", ", ceiling.Select(row => $"{row.Metric} {Number(row.Value)}"))}");
        Line($"");
        Line($"Ratio: the peer's time over MarlRec's, above 1 where MarlRec is faster; the median over rounds, and the 95 % interval of that median. Must, aim: what");
        Line($"was asked of the ratio; **bold** where the median falls short of must. Floor: the time that this machine needs at least for the operations or");
        Line($"bytes, in the workload's unit; share: how much of it MarlRec reaches. How each floor is computed stands below.");
        Line($"");
        Line($"| workload | peer | ratio | 95 % interval | must | aim | MarlRec | peer | unit | floor | share |");
        Line($"|---|---|---:|---:|---:|---:|---:|---:|---|---:|---:|");
        var results = rows.Where(row => row.Model != "machine").GroupBy(row => (row.Task, row.Model)).ToList();
        foreach (var result in results) Result(result.Key.Task, result.Key.Model, [.. result]);
        Line($"");
        foreach (var group in results.GroupBy(result => Floor(result.First().Protocol)))
            Line($"- Floor of {string.Join(", ", group.Select(result => result.Key.Task).Distinct())}: {group.Key}.");
        return text.ToString();

        void Result(string task, string peer, Row[] metrics)
        {
            double? ratio = Value("ratio"), must = Value("must");
            var mark = ratio < must ? "**" : "";
            Line($"| {task} | {peer} | {mark}{Cell(ratio)}{mark} | {Cell(Value("ratio low"))} – {Cell(Value("ratio high"))} | {Cell(must)} | {Cell(Value("aim"))} | {Cell(Value("value"))} | {Cell(Value("peer value"))} | {Unit(metrics[0].Protocol)} | {Cell(Value("floor"))} | {Value("share of floor"):P0} |");

            double? Value(string metric) => metrics.FirstOrDefault(row => row.Metric == metric)?.Value;
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    internal static string Number(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "F0", >= 10 => "F1", >= 0.1 => "F2", _ => "G2" }, CultureInfo.InvariantCulture);

    private static string Cell(double? value) => value is { } number ? Number(number) : "";

    // A row has no unit and no floor's formula; its protocol says them.
    private static string Unit(string protocol) => Between(protocol, "values in ");

    private static string Floor(string protocol) => Between(protocol, "floor ");

    private static string Between(string protocol, string start)
    {
        var from = protocol.IndexOf(start, StringComparison.Ordinal);
        if (from < 0) return "";
        var rest = protocol[(from + start.Length)..];
        return rest.IndexOf(';', StringComparison.Ordinal) is var end && end >= 0 ? rest[..end] : rest;
    }
}

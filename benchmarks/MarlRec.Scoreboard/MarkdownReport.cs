using System.Globalization;
using System.Text;

namespace MarlRec.Scoreboard;

/// <summary>The rows as people read them: a table a task, protocols below it.</summary>
public static class MarkdownReport
{
    public static string Render(Suite suite, IReadOnlyList<Row> rows, IReadOnlyList<(string Name, string Value)> machine, DateTimeOffset date)
    {
        var text = new StringBuilder();
        Line($"# Scoreboard: {suite.Name}");
        Line($"");
        Line($"{suite.Description} Written by `benchmarks/MarlRec.Scoreboard`, never by hand; the same rows are in `{suite.Name}.json`.");
        Line($"");
        Line($"- Date: {date:yyyy-MM-dd HH:mm} UTC");
        foreach (var (name, value) in machine) Line($"- {name}: {value}");
        Line($"");
        Line($"± is the standard error over seeds, over users, sessions or episodes where there is one seed. Seconds are those of one seed (mean); MiB is the peak");
        Line($"resident memory of the child process that did one seed of that model on that task and nothing else (largest over seeds).");
        foreach (var task in rows.Where(row => row.Suite == suite.Name).GroupBy(row => row.Task)) Task(task.Key, [.. task]);
        return text.ToString();

        void Task(string task, Row[] rows)
        {
            Line($"");
            Line($"## {task}");
            Line($"");
            // The measured metrics lead: a published row may know fewer of them.
            var metrics = rows.Select(row => row.Metric).Distinct().ToList();
            Line($"| model | {string.Join(" | ", metrics)} | seeds | s | MiB | |");
            Line($"|---|{string.Concat(metrics.Select(_ => "---:|"))}---:|---:|---:|---|");
            var protocols = rows.Select(row => (row.Origin, row.Source, row.Protocol)).Distinct().ToList();
            foreach (var model in rows.GroupBy(row => (row.Model, row.Origin, row.Source, row.Protocol)))
            {
                var first = model.First();
                var cells = metrics.Select(metric => model.FirstOrDefault(row => row.Metric == metric) is { } row ? Cell(row) : "");
                var note = protocols.IndexOf((first.Origin, first.Source, first.Protocol)) + 1;
                Line($"| {first.Model} | {string.Join(" | ", cells)} | {first.Seeds} | {first.Seconds:F1} | {first.PeakMiB:F0} | {first.Origin} ({note}) |");
            }

            Line($"");
            for (var i = 0; i < protocols.Count; i++)
                Line($"{i + 1}. {(protocols[i].Origin == Row.Published ? $"Published, {protocols[i].Source}: " : "")}{protocols[i].Protocol}.");
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Cell(Row row)
    {
        var value = Number(row.Value);
        return row.StandardError is { } error ? $"{value} ± {Number(error)}" : value;

        static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "F0" : Math.Abs(value) >= 10 ? "F2" : "F4", CultureInfo.InvariantCulture);
    }
}

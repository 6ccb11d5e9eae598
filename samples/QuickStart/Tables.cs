using System.Globalization;
using Spectre.Console;

namespace QuickStart;

/// <summary>Prints measurements as a table: a row a model, a column a metric, the mean over seeds.</summary>
internal static class Tables
{
    private static readonly (string Metric, string Title, bool WithSpread)[] s_columns =
    [
        ("NDCG@10", "NDCG@10", true),
        ("Recall@10", "Recall@10", true),
        ("MRR@10", "MRR@10", false),
        ("ItemCoverage@10", "coverage", false),
        (EmbeddedJob.ReturnMetric, "clicks in a session", true),
    ];

    internal static void Print(IReadOnlyList<Measurement> measurements)
    {
        foreach (var task in measurements.GroupBy(measurement => measurement.Task))
        {
            var metrics = s_columns.Where(column => task.Any(measurement => measurement.Metric == column.Metric)).ToList();
            var table = new Table().Title(Markup.Escape(task.Key)).AddColumn("model");
            foreach (var metric in metrics) table.AddColumn(new TableColumn(metric.Title).RightAligned().NoWrap());
            foreach (var model in task.GroupBy(measurement => measurement.Model))
                table.AddRow([model.Key, .. metrics.Select(metric => Cell([.. model.Where(measurement => measurement.Metric == metric.Metric)], metric.WithSpread))]);
            AnsiConsole.Write(table);
        }
    }

    private static string Cell(IReadOnlyList<Measurement> runs, bool withSpread)
    {
        if (runs.Count == 0) return "";
        var mean = runs.Average(run => run.Value);
        var spread = runs.Count > 1 ? Math.Sqrt(runs.Sum(run => (run.Value - mean) * (run.Value - mean)) / (runs.Count - 1)) : runs[0].StandardError;
        return withSpread ? string.Create(CultureInfo.InvariantCulture, $"{mean:F4} ± {spread:F4}") : mean.ToString("F4", CultureInfo.InvariantCulture);
    }
}

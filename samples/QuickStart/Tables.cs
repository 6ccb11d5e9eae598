using System.Globalization;
using Spectre.Console;

namespace QuickStart;

/// <summary>Prints measurements as a table: a row a model, a column a metric, the mean over seeds.</summary>
internal static class Tables
{
    private static readonly string[] s_columns = ["NDCG@10", "Recall@10", "MRR@10", "MAP@10", "ItemCoverage@10", EmbeddedJob.ReturnMetric];

    internal static void Print(IReadOnlyList<Measurement> measurements)
    {
        foreach (var task in measurements.GroupBy(measurement => measurement.Task))
        {
            var metrics = s_columns.Where(column => task.Any(measurement => measurement.Metric == column)).ToList();
            var table = new Table().Title(Markup.Escape(task.Key)).AddColumn("model");
            foreach (var metric in metrics) table.AddColumn(new TableColumn(metric).RightAligned());
            foreach (var model in task.GroupBy(measurement => measurement.Model))
                table.AddRow([model.Key, .. metrics.Select(metric => Cell([.. model.Where(measurement => measurement.Metric == metric)]))]);
            AnsiConsole.Write(table);
        }
    }

    private static string Cell(IReadOnlyList<Measurement> runs)
    {
        if (runs.Count == 0) return "";
        var mean = runs.Average(run => run.Value);
        var spread = runs.Count > 1 ? Math.Sqrt(runs.Sum(run => (run.Value - mean) * (run.Value - mean)) / (runs.Count - 1)) : runs[0].StandardError;
        return string.Create(CultureInfo.InvariantCulture, $"{mean:F4} ± {spread:F4}");
    }
}

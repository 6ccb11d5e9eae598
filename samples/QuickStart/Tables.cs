using System.Globalization;
using Spectre.Console;

namespace QuickStart;

/// <summary>Prints means as a table: a row a model, a column a metric.</summary>
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

    /// <summary>What the tables show: the mean of each metric over its seeds, with their spread.</summary>
    internal static IReadOnlyList<Measurement> Summarise(IReadOnlyList<Measurement> measurements) =>
        [.. measurements.Where(run => s_columns.Any(column => column.Metric == run.Metric)).GroupBy(run => (run.Task, run.Model, run.Metric)).Select(runs => Mean([.. runs]))];

    internal static void Print(IReadOnlyList<Measurement> means)
    {
        foreach (var task in means.GroupBy(mean => mean.Task))
        {
            var columns = s_columns.Where(column => task.Any(mean => mean.Metric == column.Metric)).ToList();
            var table = new Table().Title(Markup.Escape(task.Key)).AddColumn("model");
            foreach (var column in columns) table.AddColumn(new TableColumn(column.Title).RightAligned().NoWrap());
            foreach (var model in task.GroupBy(mean => mean.Model))
                table.AddRow([model.Key, .. columns.Select(column => Cell(model.FirstOrDefault(mean => mean.Metric == column.Metric), column.WithSpread))]);
            AnsiConsole.Write(table);
        }
    }

    private static Measurement Mean(Measurement[] runs)
    {
        var mean = runs.Average(run => run.Value);
        var spread = runs.Length > 1 ? Math.Sqrt(runs.Sum(run => (run.Value - mean) * (run.Value - mean)) / (runs.Length - 1)) : runs[0].StandardError;
        return runs[0] with { Value = mean, StandardError = spread, Seed = 0 };
    }

    private static string Cell(Measurement? mean, bool withSpread)
    {
        if (mean is null) return "";
        var value = mean.Value.ToString("F4", CultureInfo.InvariantCulture);
        return withSpread ? $"{value} ± {mean.StandardError.ToString("F4", CultureInfo.InvariantCulture)}" : value;
    }
}

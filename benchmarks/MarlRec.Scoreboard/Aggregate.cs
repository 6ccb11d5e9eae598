using QuickStart;

namespace MarlRec.Scoreboard;

/// <summary>Makes one row a metric of what a unit's seeds measured.</summary>
public static class Aggregate
{
    /// <exception cref="InvalidDataException">Seeds differ in what they measured, or measured nothing, or something that is not a number.</exception>
    public static IReadOnlyList<Row> Rows(Suite suite, Unit unit, IReadOnlyList<ChildReport> seeds, int asked)
    {
        var metrics = seeds[0].Measurements.Select(measurement => measurement.Metric).ToList();
        if (metrics.Count == 0) throw new InvalidDataException($"{unit.Name} measured nothing.");
        if (!seeds.All(seed => seed.Measurements.Select(measurement => measurement.Metric).SequenceEqual(metrics)))
            throw new InvalidDataException($"The seeds of {unit.Name} did not measure the same things.");
        return [.. metrics.Select((metric, i) => MetricRow(metric, [.. seeds.Select(seed => seed.Measurements[i])]))];

        Row MetricRow(string metric, Measurement[] runs)
        {
            if (!runs.All(run => double.IsFinite(run.Value) && double.IsFinite(run.StandardError)))
                throw new InvalidDataException($"{metric} of {unit.Name} is not a number.");
            double[] values = [.. runs.Select(run => run.Value)];
            return new Row
            {
                Suite = suite.Name,
                Task = unit.Task,
                Model = unit.Model,
                Metric = metric,
                Value = unit.Summary == Summary.Mean ? values.Average() : Median(values),
                // One run's 0 means that it has none: what is counted over the whole catalogue has no spread over users.
                StandardError = values.Length > 1 ? StandardError(values) : runs[0].StandardError > 0 ? runs[0].StandardError : null,
                Seeds = values.Length,
                Origin = Row.Measured,
                Source = "benchmarks/MarlRec.Scoreboard",
                Protocol = unit.ProtocolFor(asked),
                Seconds = Math.Round(seeds.Average(seed => seed.Seconds), 2),
                PeakMiB = Math.Round(seeds.Max(seed => seed.PeakMiB), 1),
            };
        }
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double StandardError(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length);
    }
}

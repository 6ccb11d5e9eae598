using QuickStart;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>Means over users.</summary>
internal static class Spread
{
    /// <summary>The mean with its standard error over users.</summary>
    internal static Measurement Mean(string task, string model, string metric, double[] values, ulong seed)
    {
        var mean = values.Average();
        return new Measurement(task, model, metric, mean, Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1.0) / values.Length), seed);
    }

    /// <summary>How much better each user's list is than another ranker's: the mean, and its standard error over users as a measurement of its own, since tables show the one over seeds.</summary>
    internal static IReadOnlyList<Measurement> Gain(string task, string model, string over, double[] values, double[] others, ulong seed)
    {
        var gain = Mean(task, model, $"gain over {over}", [.. values.Zip(others, (x, y) => x - y)], seed);
        return [gain, new Measurement(task, model, "its s.e. over users", gain.StandardError, 0, seed)];
    }
}

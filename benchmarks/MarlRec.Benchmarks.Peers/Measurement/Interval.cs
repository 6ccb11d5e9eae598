namespace MarlRec.Benchmarks.Peers.Measurement;

/// <summary>A median and the interval that holds the true one with at least 95 % confidence.</summary>
public readonly record struct Interval(double Low, double Median, double High)
{
    /// <summary>Fewer rounds than this have no 95 % interval: even their extremes hold the median with only 1 − 2^(1−n).</summary>
    public const int FewestRounds = 6;

    /// <summary>
    /// From a sample, by order statistics: how many of n values lie below the true median is binomial(n, ½), whatever their distribution, so the interval
    /// is from the k-th smallest to the k-th largest with the largest k whose P(fewer than k below) is at most 2.5 %.
    /// </summary>
    /// <exception cref="ArgumentException">There are fewer than <see cref="FewestRounds"/> values.</exception>
    public static Interval Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var n = sorted.Length;
        if (n < FewestRounds) throw new ArgumentException($"{n} values have no 95 % interval; {FewestRounds} are the fewest.", nameof(values));
        var rank = 0;
        var probability = Math.Pow(0.5, n);
        for (var below = probability; below <= 0.025; below += probability)
        {
            rank++;
            probability *= (double)(n - rank + 1) / rank;
        }

        return new Interval(sorted[rank - 1], Middle(sorted), sorted[n - rank]);
    }

    /// <summary>The median alone.</summary>
    public static double MedianOf(IEnumerable<double> values) => Middle([.. values.Order()]);

    private static double Middle(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}

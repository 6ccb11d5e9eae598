namespace MarlRec.Recommenders.Metrics;

/// <summary>How a set of lists spreads its places over the catalogue, as RecBole defines it.</summary>
/// <remarks>Thread safety: <em>thread-safe</em>.</remarks>
public static class ExposureFormulas
{
    /// <summary>The share of items that were shown at least once, in [0, 1].</summary>
    /// <param name="timesShown">How often each item of the catalogue was shown, [items], not negative; at least one item.</param>
    /// <exception cref="ArgumentException"><paramref name="timesShown"/> is empty or holds a negative count.</exception>
    public static double Coverage(ReadOnlySpan<long> timesShown)
    {
        Check(timesShown);
        return (timesShown.Length - (double)timesShown.Count(0L)) / timesShown.Length;
    }

    /// <summary>The Gini index of the places over all items: Σ_i (2i − n − 1) · count_i / (n · Σ count), counts ascending, i from 1 to n. In [0, 1); 0 when nothing was
    /// shown.</summary>
    /// <param name="timesShown">How often each item of the catalogue was shown, [items], not negative; at least one item.</param>
    /// <exception cref="ArgumentException"><paramref name="timesShown"/> is empty or holds a negative count.</exception>
    public static double Gini(ReadOnlySpan<long> timesShown)
    {
        Check(timesShown);
        var ascending = timesShown.ToArray();
        Array.Sort(ascending);
        double weighted = 0, total = 0;
        for (var i = 0; i < ascending.Length; i++)
        {
            weighted += (2.0 * (i + 1) - ascending.Length - 1) * ascending[i];
            total += ascending[i];
        }

        // Equal counts cancel exactly in theory and to the last bits in practice, which must not give a negative index.
        return total == 0 ? 0 : Math.Max(0, weighted / total / ascending.Length);
    }

    private static void Check(ReadOnlySpan<long> timesShown)
    {
        if (timesShown.IsEmpty) throw new ArgumentException("timesShown is empty, but the catalogue needs at least one item.", nameof(timesShown));
        for (var i = 0; i < timesShown.Length; i++)
            if (timesShown[i] < 0) throw new ArgumentException($"timesShown[{i}] is {timesShown[i]}, but counts are at least 0.", nameof(timesShown));
    }
}

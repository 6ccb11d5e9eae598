namespace MarlRec.Recommenders.Metrics;

/// <summary>The ranking metrics of one user, as RecBole defines them: a ranked list against the set of items that are relevant.</summary>
/// <remarks>
/// <para>Every function takes <c>ranked</c> (item indices, best first, distinct; may be shorter than k, and what is missing counts as a miss),
/// <c>relevant</c> (item indices, distinct, not empty) and the cut-off <c>k</c> (at least 1), and returns a value in [0, 1].</para>
/// <para>Every function throws <see cref="ArgumentOutOfRangeException"/> when k is below 1 and <see cref="ArgumentException"/> when <c>relevant</c> is empty.
/// Distinctness is checked by <see cref="RankingAccumulator"/> only. Thread safety: <em>thread-safe</em>.</para>
/// </remarks>
public static class RankingFormulas
{
    /// <summary>1 when any of the first k is relevant, else 0.</summary>
    /// <param name="ranked">Item indices, best first.</param>
    /// <param name="relevant">The relevant item indices.</param>
    /// <param name="k">The cut-off.</param>
    public static double Hit(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, int k) => CountHits(ranked, relevant, k) > 0 ? 1 : 0;

    /// <summary>The share of the relevant items that are among the first k.</summary>
    /// <param name="ranked">Item indices, best first.</param>
    /// <param name="relevant">The relevant item indices.</param>
    /// <param name="k">The cut-off.</param>
    public static double Recall(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, int k) => (double)CountHits(ranked, relevant, k) / relevant.Length;

    /// <summary>The share of the k places that hold a relevant item.</summary>
    /// <param name="ranked">Item indices, best first.</param>
    /// <param name="relevant">The relevant item indices.</param>
    /// <param name="k">The cut-off.</param>
    public static double Precision(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, int k) => (double)CountHits(ranked, relevant, k) / k;

    /// <summary>The reciprocal rank of the first relevant item among the first k, else 0.</summary>
    /// <param name="ranked">Item indices, best first.</param>
    /// <param name="relevant">The relevant item indices.</param>
    /// <param name="k">The cut-off.</param>
    public static double ReciprocalRank(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, int k)
    {
        var top = Top(ranked, relevant, k);
        for (var i = 0; i < top.Length; i++)
            if (relevant.Contains(top[i])) return 1.0 / (i + 1);
        return 0;
    }

    /// <summary>The mean, over min(k, number of relevant items), of the precision at each relevant place among the first k.</summary>
    /// <param name="ranked">Item indices, best first.</param>
    /// <param name="relevant">The relevant item indices.</param>
    /// <param name="k">The cut-off.</param>
    public static double AveragePrecision(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, int k)
    {
        var top = Top(ranked, relevant, k);
        double sum = 0;
        var hits = 0;
        for (var i = 0; i < top.Length; i++)
            if (relevant.Contains(top[i])) sum += (double)++hits / (i + 1);
        return sum / Math.Min(k, relevant.Length);
    }

    /// <summary>Normalised discounted cumulative gain with binary gains (Järvelin and Kekäläinen, 2002): Σ 1/log₂(rank + 1) over the relevant items among the first k,
    /// divided by the same sum of the best possible list.</summary>
    /// <param name="ranked">Item indices, best first.</param>
    /// <param name="relevant">The relevant item indices.</param>
    /// <param name="k">The cut-off.</param>
    public static double Ndcg(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, int k)
    {
        var top = Top(ranked, relevant, k);
        double gain = 0, ideal = 0;
        for (var i = 0; i < top.Length; i++)
            if (relevant.Contains(top[i])) gain += 1 / Math.Log2(i + 2);
        for (var i = 0; i < Math.Min(k, relevant.Length); i++) ideal += 1 / Math.Log2(i + 2);
        return gain / ideal;
    }

    private static int CountHits(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, int k)
    {
        var hits = 0;
        foreach (var item in Top(ranked, relevant, k))
            if (relevant.Contains(item)) hits++;
        return hits;
    }

    private static ReadOnlySpan<int> Top(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (relevant.IsEmpty) throw new ArgumentException("relevant is empty, but a metric needs at least one relevant item.", nameof(relevant));
        return ranked[..Math.Min(k, ranked.Length)];
    }
}

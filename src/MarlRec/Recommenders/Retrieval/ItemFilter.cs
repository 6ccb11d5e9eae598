namespace MarlRec.Recommenders.Retrieval;

/// <summary>What a search may not return; the default lets every item through. Thread safety: <em>immutable</em>, as long as nobody writes to what its spans show.</summary>
public readonly ref struct ItemFilter
{
    /// <summary>For each item whether it may be returned, [V]; empty: all may.</summary>
    public ReadOnlySpan<bool> Allowed { get; init; }

    /// <summary>Items not to return, such as those already seen, in any order and with repeats; numbers that the index does not have are ignored.</summary>
    public ReadOnlySpan<int> Excluded { get; init; }

    /// <summary>
    /// Many queries only: where each query's part of <see cref="Excluded"/> ends, [Q]; each part begins where the one before it ends. Empty: all of <see cref="Excluded"/> holds for every query.
    /// </summary>
    public ReadOnlySpan<int> ExcludedEnds { get; init; }

    internal void Check(int items, int queries, string name)
    {
        if (!Allowed.IsEmpty && Allowed.Length != items)
            throw new ArgumentException($"The filter allows or forbids {Allowed.Length} items, but the index has {items}.", name);
        if (ExcludedEnds.IsEmpty) return;
        var ok = ExcludedEnds.Length == queries && ExcludedEnds[^1] == Excluded.Length && ExcludedEnds[0] >= 0;
        for (var query = 1; ok && query < queries; query++) ok = ExcludedEnds[query] >= ExcludedEnds[query - 1];
        if (!ok) throw new ArgumentException($"The filter's ends must not fall, be {queries}, one for each query, and end at {Excluded.Length}, the number of excluded items.", name);
    }

    internal ReadOnlySpan<int> ExcludedFor(int query) =>
        ExcludedEnds.IsEmpty ? Excluded : Excluded[(query == 0 ? 0 : ExcludedEnds[query - 1])..ExcludedEnds[query]];
}

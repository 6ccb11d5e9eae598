using System.Globalization;
using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>
/// Finds the K items with the largest inner products with a query, exactly: maximum inner product search over all V items. With a quantised copy, rows are first bounded from above by integer products,
/// and only those that could still be among the best are scored in float32 (a Cauchy–Schwarz bound, as in Teflioudi, Gemulla and Mykytiuk, LEMP, 2015): the result is the same, bit for bit.
/// </summary>
/// <remarks>
/// <para>Best first; the lower item of two with equal scores. Items and scores are the same at any degree of parallelism, with and without the quantised copy, and alone or among many queries.</para>
/// <para>Thread safety: <em>immutable</em>; searches may run from many threads at once. The tensor is not copied: nobody may write to it any more.</para>
/// </remarks>
public sealed class InnerProductIndex
{
    // Products up to here cannot overflow float32, however they are summed; nor can bounds of rows and queries up to the root of it.
    private const double LargestProduct = 1e37;
    private const double LargestNormOfCodes = 1e18;

    // For all queries of a group: the tiles keep up to 64 times as many.
    private const int LargestKeys = 1 << 15;

    // Below this, a matrix product multiplies mostly padding; bounds from the quantised copy are harder to beat.
    private const int FewestTogether = 4;
    private const int FewestTogetherIfQuantised = 12;

    private readonly FloatTensor _items;
    private readonly FloatTensor _norms;
    private readonly ItemCodes? _codes;
    private readonly ComputeContext _context;
    private readonly double _largestNorm;

    /// <summary>Takes a table of item vectors.</summary>
    /// <param name="items">items[V,D], finite; kept, not copied.</param>
    /// <param name="quantise">Whether to keep a copy of a byte for each number: a quarter more memory, and searches for one query about four times as fast on tables that the processor's caches cannot hold.</param>
    /// <param name="context">Runs the searches; null: the caller's thread.</param>
    /// <exception cref="ArgumentException">The tensor is not a matrix, or an element is NaN or infinite.</exception>
    public InnerProductIndex(FloatTensor items, bool quantise = true, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Shape.Rank != 2) throw new ArgumentException($"items has shape {items.Shape}, but an index takes a matrix [V,D].", nameof(items));
        _items = items;
        _context = context ?? ComputeContext.Serial;
        (Count, Size) = (items.Shape[0], items.Shape[1]);
        _norms = ChunkNorms.Of(items, _context);
        foreach (var norm in _norms.Span) _largestNorm = Math.Max(_largestNorm, norm);
        if (!double.IsFinite(_largestNorm)) ThrowNotFinite(items);
        if (quantise && _largestNorm <= LargestNormOfCodes) _codes = ItemCodes.Create(items, _context);
    }

    /// <summary>V: how many items.</summary>
    public int Count { get; }

    /// <summary>D: how many numbers an item has.</summary>
    public int Size { get; }

    /// <summary>Whether there is a quantised copy: not when none was asked for, nor for tables with rows longer than 10¹⁸ or of more than 65,536 numbers.</summary>
    public bool IsQuantised => _codes is not null;

    /// <summary>Finds the best items for one query.</summary>
    /// <inheritdoc cref="Search(ReadOnlySpan{float}, int, ItemFilter)"/>
    public ScoredItem[] Search(ReadOnlySpan<float> query, int count) => Search(query, count, default);

    /// <summary>Finds the best items for one query.</summary>
    /// <param name="query">query[D].</param>
    /// <param name="count">K: how many to find, 0 or more.</param>
    /// <param name="filter">What may be returned.</param>
    /// <returns>K items, or as many as the filter lets through, best first.</returns>
    /// <exception cref="ArgumentException">The query or the filter has another length than the index, an element of the query is NaN or infinite, or scores could overflow.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public ScoredItem[] Search(ReadOnlySpan<float> query, int count, ItemFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        count = Math.Min(count, Count);
        var (items, scores) = (new int[count], new float[count]);
        var found = new ScoredItem[Search(query, items, scores, filter)];
        for (var i = 0; i < found.Length; i++) found[i] = new ScoredItem(items[i], scores[i]);
        return found;
    }

    /// <summary>Finds the best items for one query, without allocating.</summary>
    /// <param name="query">query[D].</param>
    /// <param name="items">Filled: the items, best first, [K]; −1 behind the last one found.</param>
    /// <param name="scores">Filled: their scores, [K]; −∞ behind the last.</param>
    /// <param name="filter">What may be returned.</param>
    /// <returns>How many were found: fewer than K when the filter lets fewer through.</returns>
    /// <inheritdoc cref="Search(ReadOnlySpan{float}, int, ItemFilter)" path="/exception[@cref='T:System.ArgumentException']"/>
    public int Search(ReadOnlySpan<float> query, Span<int> items, Span<float> scores, ItemFilter filter = default)
    {
        Throw.IfLengthDiffers(query.Length, Size, nameof(query));
        Throw.IfLengthDiffers(scores.Length, items.Length, nameof(scores));
        if (!filter.ExcludedEnds.IsEmpty) throw new ArgumentException("Ends are for many queries; this is a search for one.", nameof(filter));
        Check(query, 1, filter);
        return SingleSearch.Run(new IndexView(_items, _norms, _codes, _context), query, items, scores, filter.Allowed, filter.Excluded);
    }

    /// <summary>Finds the best items for many queries, which read the table together: for each query what a search for it alone finds. Allocates nothing.</summary>
    /// <param name="queries">queries[Q,D].</param>
    /// <param name="queryCount">Q.</param>
    /// <param name="items">Filled: each query's items, best first, [Q,K]; −1 behind the last one found.</param>
    /// <param name="scores">Filled: their scores, [Q,K]; −∞ behind the last.</param>
    /// <param name="filter">What may be returned.</param>
    /// <inheritdoc cref="Search(ReadOnlySpan{float}, int, ItemFilter)" path="/exception[@cref='T:System.ArgumentException']"/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="queryCount"/> is negative.</exception>
    public void SearchMany(ReadOnlySpan<float> queries, int queryCount, Span<int> items, Span<float> scores, ItemFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(queryCount);
        if (queries.Length != (long)queryCount * Size) throw new ArgumentException($"queries has length {queries.Length}, but [{queryCount},{Size}] was expected.", nameof(queries));
        if (queryCount == 0 ? items.Length > 0 : items.Length % queryCount != 0)
            throw new ArgumentException($"items has length {items.Length}, which is not a multiple of {queryCount} queries.", nameof(items));
        Throw.IfLengthDiffers(scores.Length, items.Length, nameof(scores));
        Check(queries, queryCount, filter);
        if (queryCount == 0) return;
        var index = new IndexView(_items, _norms, _codes, _context);
        var count = items.Length / queryCount;
        for (var first = 0; first < queryCount;)
        {
            var together = Math.Min(MostTogether(count), queryCount - first);
            if (together < (IsQuantised ? FewestTogetherIfQuantised : FewestTogether)) together = 1;
            var part = queries.Slice(first * Size, together * Size);
            var found = items.Slice(first * count, together * count);
            var products = scores.Slice(first * count, together * count);
            if (together == 1) SingleSearch.Run(index, part, found, products, filter.Allowed, filter.ExcludedFor(first));
            else GroupSearch.Run(index, part, together, first, found, products, filter);
            first += together;
        }
    }

    // Long lists for many queries would take much scratch.
    private static int MostTogether(int count) => Math.Clamp(LargestKeys / Math.Max(count, 1), 1, GroupSearchTiles.MaximumQueries);

    private void Check(ReadOnlySpan<float> queries, int queryCount, ItemFilter filter)
    {
        filter.Check(Count, queryCount, nameof(filter));
        for (var query = 0; query < queryCount; query++)
        {
            var squares = 0.0;
            foreach (var value in queries.Slice(query * Size, Size)) squares += (double)value * value;
            if (!double.IsFinite(squares)) Throw.IfNotAllFinite(queries, queryCount == 1 ? "query" : nameof(queries));
            if (Math.Sqrt(squares) * _largestNorm > LargestProduct)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A query of length {Math.Sqrt(squares):G3} and an item of length {_largestNorm:G3} can have a product that float32 cannot hold."), nameof(queries));
        }
    }

    private static void ThrowNotFinite(FloatTensor items)
    {
        Throw.IfNotAllFinite(items.Span, nameof(items));
        throw new ArgumentException("items has rows whose length float32 cannot hold.", nameof(items));
    }
}

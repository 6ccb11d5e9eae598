namespace MarlRec.Recommenders.Retrieval;

/// <summary>One query's filter as tiles read it. Only rows that would be among the best are looked up, so a sorted list is enough.</summary>
internal readonly unsafe struct RowFilter
{
    private readonly bool* _allowed;
    private readonly int* _excluded;
    private readonly int _excludedCount;

    /// <summary>Takes a pinned mask, or null, and a sorted copy of the excluded rows, for which <paramref name="memory"/> has room.</summary>
    internal RowFilter(bool* allowed, ReadOnlySpan<int> excluded, int* memory)
    {
        _allowed = allowed;
        _excluded = memory;
        _excludedCount = excluded.Length;
        var sorted = new Span<int>(memory, excluded.Length);
        excluded.CopyTo(sorted);
        sorted.Sort();
    }

    internal bool Passes(int row) =>
        (_allowed == null || _allowed[row]) && (_excludedCount == 0 || new ReadOnlySpan<int>(_excluded, _excludedCount).BinarySearch(row) < 0);
}

namespace MarlRec.Networks;

/// <summary>A set of rows that is filled and emptied in time proportional to what it holds, whatever the number of rows it could hold.</summary>
internal sealed class RowSet
{
    private readonly bool[] _holds;
    private int[] _ids;
    private int _count;
    private bool _all;

    internal RowSet(int rows)
    {
        _holds = new bool[rows];
        _ids = new int[Math.Min(rows, 256)];
    }

    /// <summary>Whether it holds every row; <see cref="Ids"/> need not name them then.</summary>
    internal bool IsAll => _all || _count == _holds.Length;

    /// <summary>How many rows there could be.</summary>
    internal int Rows => _holds.Length;

    /// <summary>The rows in the order in which they came, each once.</summary>
    internal ReadOnlySpan<int> Ids => _ids.AsSpan(0, _count);

    internal void Add(int row)
    {
        if (_holds[row]) return;
        _holds[row] = true;
        if (_count == _ids.Length) Array.Resize(ref _ids, (int)Math.Min(2L * _count, _holds.Length));
        _ids[_count++] = row;
    }

    internal void AddAll() => _all = true;

    internal void Clear()
    {
        foreach (var row in Ids) _holds[row] = false;
        _count = 0;
        _all = false;
    }
}

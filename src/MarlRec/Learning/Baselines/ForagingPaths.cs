namespace MarlRec.Learning.Baselines;

/// <summary>Shortest ways over a field with blocked cells, by breadth-first search.</summary>
internal sealed class ForagingPaths(int rows, int columns)
{
    private const byte Free = 0, Reserved = 1, Occupied = 2, Blocked = 3;

    private readonly byte[] _cells = new byte[rows * columns];
    private readonly int[] _distances = new int[rows * columns];
    private readonly int[] _queue = new int[rows * columns];

    /// <summary>The neighbour in a direction: 1 north, 2 south, 3 west, 4 east.</summary>
    internal static (int Row, int Column) Move(int row, int column, int direction) => direction switch
    {
        1 => (row - 1, column),
        2 => (row + 1, column),
        3 => (row, column - 1),
        _ => (row, column + 1),
    };

    /// <summary>A cell's number, or −1 off the field.</summary>
    internal int CellOf(int row, int column) => (uint)row < (uint)rows && (uint)column < (uint)columns ? row * columns + column : -1;

    internal void Clear() => Array.Clear(_cells);

    internal void Block(int row, int column) => _cells[CellOf(row, column)] = Blocked;

    internal bool IsBlocked(int cell) => _cells[cell] == Blocked;

    /// <summary>Keeps the next search off a cell, until <see cref="Vacate"/>.</summary>
    internal void Occupy(int cell)
    {
        if (_cells[cell] == Free) _cells[cell] = Occupied;
    }

    internal void Vacate()
    {
        foreach (ref var cell in _cells.AsSpan())
            if (cell == Occupied) cell = Free;
    }

    /// <summary>Keeps later searches off the cell that a move leads to.</summary>
    internal void Reserve(int cell, int direction) => _cells[Neighbour(cell, direction)] = Reserved;

    /// <summary>The first move of a shortest way, 1 to 4; 0 if there is none or none is needed.</summary>
    internal int FirstMove(int from, int to)
    {
        Array.Fill(_distances, -1);
        var (head, tail) = (0, 0);
        _distances[to] = 0;
        _queue[tail++] = to;
        while (head < tail && _distances[from] < 0)
        {
            var cell = _queue[head++];
            for (var direction = 1; direction <= 4; direction++)
            {
                var next = Neighbour(cell, direction);
                if (next < 0 || _distances[next] >= 0 || (_cells[next] != Free && next != from)) continue;
                _distances[next] = _distances[cell] + 1;
                _queue[tail++] = next;
            }
        }

        if (_distances[from] <= 0) return 0;
        for (var direction = 1; direction <= 4; direction++)
        {
            var next = Neighbour(from, direction);
            if (next >= 0 && _cells[next] == Free && _distances[next] == _distances[from] - 1) return direction;
        }

        return 0;
    }

    private int Neighbour(int cell, int direction)
    {
        var (row, column) = Move(cell / columns, cell % columns, direction);
        return CellOf(row, column);
    }
}

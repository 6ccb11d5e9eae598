namespace MarlRec.Environments.Grid;

/// <summary>A parsed map: cells numbered row by row from the upper left.</summary>
internal sealed class GridMap
{
    private readonly string _cells;
    private readonly int _width;

    private GridMap(string cells, int width, int[] starts)
    {
        _cells = cells;
        _width = width;
        Starts = starts;
    }

    internal int[] Starts { get; }

    internal int CellCount => _cells.Length;

    internal int Columns => _width;

    internal int Rows => _cells.Length / _width;

    internal char this[int cell] => _cells[cell];

    internal static GridMap Parse(string map)
    {
        ArgumentNullException.ThrowIfNull(map, nameof(GridWorldOptions.Map));
        var lines = map.ReplaceLineEndings("\n").Trim('\n').Split('\n');
        var starts = new List<int>();
        var hasGoal = false;
        for (var row = 0; row < lines.Length; row++)
        {
            if (lines[row].Length == 0 || lines[row].Length != lines[0].Length)
                throw Malformed($"Map row {row} has width {lines[row].Length}, but 1 or more, and the first row's width, {lines[0].Length}, was expected.");
            for (var column = 0; column < lines[row].Length; column++)
            {
                var cell = lines[row][column];
                if (!"#.SGP".Contains(cell, StringComparison.Ordinal))
                    throw Malformed($"Map row {row}, column {column} is '{cell}', but one of # . S G P was expected.");
                if (cell == 'S') starts.Add(row * lines[0].Length + column);
                hasGoal |= cell == 'G';
            }
        }

        if (starts.Count == 0) throw Malformed("Map has no start, but one S or more was expected.");
        if (!hasGoal) throw Malformed("Map has no goal, but one G or more was expected.");
        return new GridMap(string.Concat(lines), lines[0].Length, [.. starts]);
    }

    /// <summary>Where a move leads: up 0, right 1, down 2, left 3; walls and the rim hold it back.</summary>
    internal int Move(int cell, int direction)
    {
        var column = cell % _width;
        var to = direction switch
        {
            0 => cell - _width,
            1 => column + 1 < _width ? cell + 1 : cell,
            2 => cell + _width,
            _ => column > 0 ? cell - 1 : cell,
        };
        return (uint)to >= (uint)_cells.Length || _cells[to] == '#' ? cell : to;
    }

    private static ArgumentException Malformed(string message, string option = nameof(GridWorldOptions.Map)) => new(message, option);
}

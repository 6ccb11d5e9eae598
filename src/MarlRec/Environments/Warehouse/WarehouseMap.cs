namespace MarlRec.Environments.Warehouse;

/// <summary>What stays where it is: highways, goals, and where shelves stand at the start. Cells are numbered row by row from the upper left.</summary>
internal sealed class WarehouseMap
{
    private readonly string _cells;

    private WarehouseMap(string cells, int columns)
    {
        _cells = cells;
        Columns = columns;
        Shelves = CellsOf('x');
        Goals = CellsOf('g');
    }

    internal int Rows => _cells.Length / Columns;

    internal int Columns { get; }

    internal int CellCount => _cells.Length;

    internal int[] Shelves { get; }

    internal int[] Goals { get; }

    internal bool IsHighway(int cell) => _cells[cell] != 'x';

    internal bool IsGoal(int cell) => _cells[cell] == 'g';

    /// <summary>The cell in front of one, itself at the rim; directions are 0 up, 1 down, 2 left, 3 right.</summary>
    internal int Ahead(int cell, int direction)
    {
        var (row, column) = (cell / Columns, cell % Columns);
        return direction switch
        {
            0 => row > 0 ? cell - Columns : cell,
            1 => row < Rows - 1 ? cell + Columns : cell,
            2 => column > 0 ? cell - 1 : cell,
            _ => column < Columns - 1 ? cell + 1 : cell,
        };
    }

    internal static WarehouseMap Of(WarehouseOptions options) => options.Layout is { } layout ? Parse(layout) : Build(options);

    private static WarehouseMap Build(WarehouseOptions options)
    {
        var (rows, columns) = ((options.ColumnHeight + 1) * options.ShelfRows + 2, 3 * options.ShelfColumns + 1);
        var cells = new char[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var beforeGoals = column == columns / 2 - 1 || column == columns / 2;
                var delivery = row == rows - 1;
                // Before the goals stands no shelf in the last block, so that agents can queue.
                var queue = beforeGoals && row > rows - (options.ColumnHeight + 3);
                var highway = column % 3 == 0 || row % (options.ColumnHeight + 1) == 0 || delivery || queue;
                cells[row * columns + column] = delivery && beforeGoals ? 'g' : highway ? '.' : 'x';
            }
        }

        return new WarehouseMap(new string(cells), columns);
    }

    private static WarehouseMap Parse(string layout)
    {
        var lines = layout.ReplaceLineEndings("\n").Replace(" ", "", StringComparison.Ordinal).Trim('\n').Split('\n');
        for (var row = 0; row < lines.Length; row++)
        {
            if (lines[row].Length == 0 || lines[row].Length != lines[0].Length)
                throw Malformed($"Layout row {row} has width {lines[row].Length}, but 1 or more, and the first row's width, {lines[0].Length}, was expected.");
            foreach (var cell in lines[row])
                if (!"xX.gG".Contains(cell, StringComparison.Ordinal)) throw Malformed($"Layout row {row} has '{cell}', but only x . g were expected.");
        }

        var map = new WarehouseMap(string.Concat(lines).ToLowerInvariant(), lines[0].Length);
        if (map.Goals.Length == 0) throw Malformed("Layout has no goal, but one g or more was expected.");
        if (map.Shelves.Length < 2) throw Malformed($"Layout has {map.Shelves.Length} shelves, but two x or more were expected.");
        return map;
    }

    private static ArgumentException Malformed(string message, string option = nameof(WarehouseOptions.Layout)) => new(message, option);

    private int[] CellsOf(char kind)
    {
        var found = new List<int>();
        for (var cell = 0; cell < _cells.Length; cell++)
            if (_cells[cell] == kind) found.Add(cell);
        return [.. found];
    }
}

namespace MarlRec.Environments.Grid;

/// <summary>A rectangle of cells, numbered row by row from the upper left. Thread safety: <em>immutable</em>.</summary>
internal readonly record struct GridShape(int Rows, int Columns)
{
    internal int Count => Rows * Columns;

    /// <summary>The neighbouring cell, or the same one at the rim.</summary>
    internal int Move(int cell, (int Rows, int Columns) by)
    {
        var (row, column) = (cell / Columns + by.Rows, cell % Columns + by.Columns);
        return row < 0 || row >= Rows || column < 0 || column >= Columns ? cell : row * Columns + column;
    }
}

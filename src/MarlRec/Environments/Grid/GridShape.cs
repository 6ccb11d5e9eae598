using MarlRec.Environments.Pictures;

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

    /// <summary>A picture of the cells with somebody on one of them.</summary>
    internal GridPicture Draw(int walker, Func<int, (char Symbol, string Colour)> look)
    {
        var picture = new GridPicture(Rows, Columns);
        for (var cell = 0; cell < Count; cell++)
        {
            var (symbol, colour) = look(cell);
            picture.Set(cell / Columns, cell % Columns, cell == walker ? '@' : symbol, colour);
        }

        return picture;
    }
}

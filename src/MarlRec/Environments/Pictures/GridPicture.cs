using System.Text;
using MarlRec.Execution;

namespace MarlRec.Environments.Pictures;

/// <summary>Cells in rows and columns, each with a character and a colour: one description of a grid world for text and for vector graphics.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public sealed class GridPicture : ITextRenderable, ISvgRenderable
{
    private const double CellSize = 24;

    private readonly (char Symbol, string Colour)[] _cells;

    /// <summary>Starts with empty cells: a full stop, white.</summary>
    /// <param name="rows">1 or more.</param>
    /// <param name="columns">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public GridPicture(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (Rows, Columns) = (rows, columns);
        _cells = new (char, string)[checked(rows * columns)];
        Array.Fill(_cells, ('.', "#ffffff"));
    }

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <inheritdoc/>
    public PictureSize PictureSize => new(Columns * CellSize, Rows * CellSize);

    /// <summary>Gives a cell its look; the last call wins.</summary>
    /// <param name="row">0, at the top, to <see cref="Rows"/> − 1.</param>
    /// <param name="column">0, at the left, to <see cref="Columns"/> − 1.</param>
    /// <param name="symbol">What stands in the cell; a full stop or a space is not drawn in vector graphics.</param>
    /// <param name="colour">The cell's colour, such as <c>#5959d9</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="colour"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public void Set(int row, int column, char symbol, string colour)
    {
        Throw.IfOutside(row, 0, Rows - 1);
        Throw.IfOutside(column, 0, Columns - 1);
        ArgumentNullException.ThrowIfNull(colour);
        _cells[row * Columns + column] = (symbol, colour);
    }

    /// <summary>Appends one line for each row.</summary>
    /// <param name="text">What the lines are appended to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++) text.Append(_cells[row * Columns + column].Symbol);
            text.Append('\n');
        }
    }

    /// <summary>Draws one square for each cell.</summary>
    /// <param name="canvas">What the squares are drawn on.</param>
    /// <exception cref="ArgumentNullException"><paramref name="canvas"/> is null.</exception>
    public void Render(SvgCanvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Rectangle(0, 0, PictureSize.Width, PictureSize.Height, "#d0d0d0");
        for (var i = 0; i < _cells.Length; i++)
        {
            var (x, y) = (i % Columns * CellSize, i / Columns * CellSize);
            canvas.Rectangle(x + 0.5, y + 0.5, CellSize - 1, CellSize - 1, _cells[i].Colour);
            if (_cells[i].Symbol is not ('.' or ' ')) canvas.Text(x + CellSize / 2, y + CellSize / 2, CellSize * 0.6, "#000000", _cells[i].Symbol.ToString());
        }
    }
}

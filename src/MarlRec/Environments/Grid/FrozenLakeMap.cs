using MarlRec.Execution;

namespace MarlRec.Environments.Grid;

/// <summary>Maps of frozen lakes: <c>S</c> start, <c>F</c> frozen, <c>H</c> hole, <c>G</c> goal.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public static class FrozenLakeMap
{
    private const int MaxDraws = 10_000;

    /// <summary>The lake of four by four.</summary>
    public static string FourByFour => """
        SFFF
        FHFH
        FFFH
        HFFG
        """;

    /// <summary>The lake of eight by eight.</summary>
    public static string EightByEight => """
        SFFFFFFF
        FFFFFFFF
        FFFHFFFF
        FFFFFHFF
        FFFHFFFF
        FHHFFFHF
        FHFFHFHF
        FFFHFFFG
        """;

    /// <summary>Draws a lake with the start at the upper left, the goal at the lower right, and a way from one to the other.</summary>
    /// <param name="size">How many rows and columns: 2 or more.</param>
    /// <param name="frozenProbability">How likely each other cell is frozen: above 0, at most 1. Lakes without a way are drawn anew.</param>
    /// <param name="random">The source of randomness.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> or <paramref name="frozenProbability"/> is out of its range.</exception>
    /// <exception cref="InvalidOperationException">None of 10,000 lakes had a way: <paramref name="frozenProbability"/> is too small.</exception>
    public static string Random(int size, double frozenProbability, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        Throw.IfNotPositive(frozenProbability);
        Throw.IfOutside(frozenProbability, 0, 1);
        ArgumentNullException.ThrowIfNull(random);
        var shape = new GridShape(size, size);
        var cells = new char[shape.Count];
        for (var draw = 0; draw < MaxDraws; draw++)
        {
            for (var cell = 0; cell < cells.Length; cell++) cells[cell] = random.NextDouble() < frozenProbability ? 'F' : 'H';
            cells[0] = 'S';
            cells[^1] = 'G';
            if (HasWay(shape, cells)) return string.Join('\n', cells.Chunk(size).Select(row => new string(row)));
        }

        throw new InvalidOperationException($"None of {MaxDraws} lakes had a way to the goal; frozenProbability is too small for size {size}.");
    }

    /// <summary>Reads a map.</summary>
    internal static (GridShape Shape, string Cells) Parse(string map)
    {
        ArgumentNullException.ThrowIfNull(map, nameof(FrozenLakeOptions.Map));
        var lines = map.ReplaceLineEndings("\n").Trim('\n').Split('\n');
        for (var row = 0; row < lines.Length; row++)
        {
            if (lines[row].Length == 0 || lines[row].Length != lines[0].Length)
                throw Malformed($"Map row {row} has width {lines[row].Length}, but 1 or more, and the first row's width, {lines[0].Length}, was expected.");
            if (lines[row].AsSpan().IndexOfAnyExcept("SFHG") is var column and >= 0)
                throw Malformed($"Map row {row}, column {column} is '{lines[row][column]}', but one of S F H G was expected.");
        }

        var cells = string.Concat(lines);
        if (!cells.Contains('S')) throw Malformed("Map has no start, but one S or more was expected.");
        if (!cells.Contains('G')) throw Malformed("Map has no goal, but one G or more was expected.");
        return (new GridShape(lines.Length, lines[0].Length), cells);
    }

    private static bool HasWay(GridShape shape, char[] cells)
    {
        var seen = new bool[cells.Length];
        var open = new Stack<int>([0]);
        while (open.TryPop(out var cell))
        {
            if (seen[cell] || cells[cell] == 'H') continue;
            if (cells[cell] == 'G') return true;
            seen[cell] = true;
            foreach (var direction in FrozenLake.Directions) open.Push(shape.Move(cell, direction));
        }

        return false;
    }

    private static ArgumentException Malformed(string message, string property = nameof(FrozenLakeOptions.Map)) => new(message, property);
}

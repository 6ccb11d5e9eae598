namespace MarlRec.Recommenders.Retrieval;

/// <summary>
/// How a table is cut. A search passes over it in phases, each as long as all before it: a phase's tiles know what the best of the phases before scored, so that only about
/// K rows of a phase have to be looked at closely, and no tile has to know what another finds. Everything depends on the shape alone.
/// </summary>
/// <param name="First">The phase's first row.</param>
/// <param name="End">The row after its last.</param>
/// <param name="TileRows">Rows of a tile; the last one may have fewer.</param>
internal readonly record struct SearchPlan(int First, int End, int TileRows)
{
    /// <summary>Rows whose norms share a bound; tiles and phases start at multiples of it.</summary>
    internal const int ChunkRows = 1024;

    /// <summary>The most tiles in a phase.</summary>
    internal const int MaximumTiles = 64;

    // Waking a worker costs as much as some hundred rows.
    private const int LeastTile = 2 * ChunkRows;

    private const int LeastPhase = 4 * ChunkRows;

    internal int Tiles => (End - First + TileRows - 1) / TileRows;

    /// <summary>The phase that starts at row <paramref name="first"/> of <paramref name="rows"/>.</summary>
    internal static SearchPlan Phase(int first, int rows, int count)
    {
        var length = first == 0 ? Math.Max(LeastPhase, 4L * count) : first;
        var end = (int)Math.Min(rows, Round(first + length));
        // The first phase has no bar yet: cut up, each of its tiles would have to find one.
        var tile = first == 0 ? end : Math.Max(LeastTile, Round((end - first + MaximumTiles - 1) / MaximumTiles));
        return new SearchPlan(first, end, (int)Math.Min(tile, int.MaxValue / 2));
    }

    private static long Round(long rows) => (rows + ChunkRows - 1) / ChunkRows * ChunkRows;
}

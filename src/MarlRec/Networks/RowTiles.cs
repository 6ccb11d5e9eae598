using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>Runs a body once for each row, some rows to a tile; how many follows from their width.</summary>
/// <typeparam name="TBody">The work; its tile is a row.</typeparam>
internal readonly struct RowTiles<TBody>(int rows, int rowsPerTile, TBody body) : ITileBody
    where TBody : struct, ITileBody
{
    public void Run(int tile)
    {
        for (var row = tile * rowsPerTile; row < Math.Min(rows, (tile + 1) * rowsPerTile); row++) body.Run(row);
    }
}

/// <summary>Loops over rows.</summary>
internal static class RowTiles
{
    private const int TileLength = 8 * 1024; // large against the cost of handing a tile out

    internal static void For<TBody>(ComputeContext context, int rows, int width, TBody body)
        where TBody : struct, ITileBody
    {
        var rowsPerTile = Math.Max(1, TileLength / Math.Max(1, width));
        context.For((rows + rowsPerTile - 1) / rowsPerTile, new RowTiles<TBody>(rows, rowsPerTile, body));
    }
}

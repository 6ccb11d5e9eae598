using System.Runtime.CompilerServices;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Kernels.Retrieval;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>
/// The tiles of a phase of a search for many queries at once. A matrix product scores blocks of rows that stay in the second-level cache; it sums in another order than a search for one query
/// does, so its scores only say which rows are worth the latter's.
/// </summary>
[SkipLocalsInit] // stack memory is written before it is read
internal unsafe struct GroupSearchTiles : ITileBody
{
    /// <summary>The most queries at once.</summary>
    internal const int MaximumQueries = 32;

    // Scores of a block for 32 queries take 32 KiB, rows of 64 numbers take 64 KiB.
    private const int BlockRows = 240;
    private const int PartRows = 24; // multiplied at once
    private const int AheadRows = 96; // and how far ahead of them memory is asked for

    internal float* Items;
    internal int Size;

    /// <summary>The largest norm in each chunk of rows.</summary>
    internal float* Norms;

    internal float* Queries;
    internal float* Packed;
    internal int Count;

    /// <summary>How far two ways to sum a query's product can lie apart, for each unit of a row's norm, and <see cref="Slack"/> on top.</summary>
    internal double* Slacks;

    internal double Slack;
    internal RowFilter* Filters;
    internal SearchPlan Plan;

    /// <summary>Only rows above its key are wanted by a query.</summary>
    internal ulong* Floors;

    /// <summary>Each tile's best keys, [tiles, <see cref="Count"/>, <see cref="Capacity"/>].</summary>
    internal ulong* Keys;

    internal int Capacity;

    /// <summary>How many keys each tile found, [tiles, <see cref="Count"/>].</summary>
    internal int* Counts;

    public readonly void Run(int tile)
    {
        var best = stackalloc BestKeys[MaximumQueries];
        for (var query = 0; query < Count; query++)
            best[query] = new BestKeys(Keys + ((nint)tile * Count + query) * Capacity, Capacity, Floors[query]);

        var columns = Gemm.PaddedColumns(Count);
        var bars = stackalloc float[columns];
        new Span<float>(bars, columns).Fill(float.PositiveInfinity);
        var hits = stackalloc int[BlockRows * columns];
        // Aligned by hand: whole registers are stored.
        var memory = stackalloc float[BlockRows * columns + 16];
        var scores = (float*)(((nint)memory + 63) & ~63);

        var first = Plan.First + tile * Plan.TileRows;
        var end = (int)Math.Min((long)first + Plan.TileRows, Plan.End);
        for (var row = first; row < end; row += BlockRows)
        {
            var rows = Math.Min(BlockRows, end - row);
            var norm = (double)Norms[row / SearchPlan.ChunkRows];
            for (var query = 0; query < Count; query++) bars[query] = Rounding.Down(RankKey.Score(best[query].Floor) - (Slacks[query] * norm + Slack));
            for (var part = 0; part < rows; part += PartRows)
            {
                var count = Math.Min(PartRows, rows - part);
                Prefetch.Rows(count, Size, RowAt(row + part + AheadRows), Size);
                Gemm.MultiplyPacked(count, columns, Size, RowAt(row + part), Size, 1, Packed, null, 0, scores + part * columns, columns, 0, columns);
            }

            Rescore(best, row, columns, hits, ScoreGrid.Above(scores, rows, columns, bars, hits));
        }

        for (var query = 0; query < Count; query++) Counts[tile * Count + query] = best[query].Count;
    }

    private readonly float* RowAt(int row) => Items + (nint)row * Size;

    private readonly void Rescore(BestKeys* best, int first, int columns, int* hits, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (row, query) = (first + hits[i] / columns, hits[i] % columns);
            if (Filters[query].Passes(row)) best[query].Offer(RankKey.Of(RowScan.Dot(RowAt(row), Size, Queries + (nint)query * Size), row));
        }
    }
}

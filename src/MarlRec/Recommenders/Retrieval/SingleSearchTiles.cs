using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using MarlRec.Execution;
using MarlRec.Kernels.Retrieval;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>The tiles of a phase of a search for one query.</summary>
[SkipLocalsInit] // stack memory is written before it is read
internal unsafe struct SingleSearchTiles : ITileBody
{
    internal float* Items;
    internal int Size;
    internal float* Query;
    internal ItemCodes? Codes;
    internal QueryCode QueryCode;
    internal RowFilter Filter;
    internal SearchPlan Plan;

    /// <summary>Only rows above this key are wanted.</summary>
    internal ulong Floor;

    /// <summary>Each tile's best keys, [tiles, <see cref="Capacity"/>].</summary>
    internal ulong* Keys;

    internal int Capacity;

    /// <summary>How many keys each tile found.</summary>
    internal int* Counts;

    public readonly void Run(int tile)
    {
        var best = new BestKeys(Keys + (nint)tile * Capacity, Capacity, Floor);
        var first = Plan.First + tile * Plan.TileRows;
        var end = (int)Math.Min((long)first + Plan.TileRows, Plan.End);
        var hits = stackalloc int[SearchPlan.ChunkRows];
        var scores = stackalloc float[SearchPlan.ChunkRows];
        for (var row = first; row < end; row += SearchPlan.ChunkRows)
        {
            var rows = Math.Min(SearchPlan.ChunkRows, end - row);
            var bar = RankKey.Score(best.Floor);
            // Without a bar every row would be looked at twice.
            if (Codes is null || float.IsNegativeInfinity(bar))
            {
                var count = RowScan.Above(RowAt(row), rows, Size, Query, bar, hits, scores);
                for (var i = 0; i < count; i++) Offer(ref best, row + hits[i], scores[i]);
            }
            else
            {
                Rescore(ref best, row, hits, CodeScan.Above(Codes.Rows.From(row / CodeRows.BlockRows), rows, QueryCode, bar, hits));
            }
        }

        Counts[tile] = best.Count;
    }

    private readonly float* RowAt(int row) => Items + (nint)row * Size;

    private readonly void Offer(ref BestKeys best, int row, float score)
    {
        var key = RankKey.Of(score, row);
        if (key > best.Floor && Filter.Passes(row)) best.Offer(key);
    }

    private readonly void Rescore(ref BestKeys best, int first, int* hits, int count)
    {
        // Far apart in memory: they are fetched together.
        if (Sse.IsSupported)
        {
            for (var i = 0; i < count; i++)
                for (nint at = 0; at < Math.Min(Size, 256); at += 16) Sse.Prefetch0(RowAt(first + hits[i]) + at);
        }

        for (var i = 0; i < count; i++)
        {
            var row = first + hits[i];
            if (Filter.Passes(row)) best.Offer(RankKey.Of(RowScan.Dot(RowAt(row), Size, Query), row));
        }
    }
}

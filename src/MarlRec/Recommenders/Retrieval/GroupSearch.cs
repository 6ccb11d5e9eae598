using MarlRec.Kernels;
using MarlRec.Kernels.Retrieval;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>A search for up to <see cref="GroupSearchTiles.MaximumQueries"/> queries together: phase after phase, each cut into tiles.</summary>
internal static unsafe class GroupSearch
{
    /// <summary>Searches for queries <paramref name="firstQuery"/> and up; the spans hold these alone, the filter holds all.</summary>
    internal static void Run(in IndexView index, ReadOnlySpan<float> queries, int queryCount, int firstQuery, Span<int> items, Span<float> scores, in ItemFilter filter)
    {
        var width = items.Length / queryCount;
        var count = Math.Min(width, index.Count);
        if (count == 0)
        {
            FoundKeys.Write(null, 0, items, scores);
            return;
        }

        var tileKeys = index.TileKeys(count) * queryCount;
        var packedLength = Gemm.PackedLength(index.Size, queryCount);
        var excluded = 0L;
        for (var query = 0; query < queryCount; query++) excluded += filter.ExcludedFor(firstQuery + query).Length;
        using var memory = new SearchMemory(
            SearchMemory.BytesOf<float>(packedLength) + SearchMemory.BytesOf<double>(queryCount) + SearchMemory.BytesOf<RowFilter>(queryCount)
            + SearchMemory.BytesOf<int>(excluded) + SearchMemory.BytesOf<ulong>(queryCount) + SearchMemory.BytesOf<ulong>((long)queryCount * count)
            + SearchMemory.BytesOf<ulong>(tileKeys) + SearchMemory.BytesOf<int>(SearchPlan.MaximumTiles * queryCount));
        var best = stackalloc BestKeys[queryCount];
        fixed (byte* start = memory)
        fixed (float* vectors = queries)
        fixed (bool* mask = filter.Allowed)
        {
            memory.Begin(start);
            var tiles = new GroupSearchTiles
            {
                Items = index.Items.Pointer,
                Size = index.Size,
                Norms = index.Norms.Pointer,
                Queries = vectors,
                Packed = memory.Take<float>(packedLength),
                Count = queryCount,
                Slacks = memory.Take<double>(queryCount),
                Slack = 4.0 * (index.Size + 1) * float.Epsilon,
                Filters = memory.Take<RowFilter>(queryCount),
                Floors = memory.Take<ulong>(queryCount),
                Keys = memory.Take<ulong>(tileKeys),
                Counts = memory.Take<int>(SearchPlan.MaximumTiles * queryCount),
            };
            Gemm.Pack(index.Size, queryCount, vectors, 1, index.Size, tiles.Packed);
            var sorted = memory.Take<int>(excluded);
            var keys = memory.Take<ulong>((long)queryCount * count);
            for (var query = 0; query < queryCount; query++)
            {
                var seen = filter.ExcludedFor(firstQuery + query);
                tiles.Filters[query] = new RowFilter(mask, seen, sorted);
                sorted += seen.Length;
                tiles.Slacks[query] = 2.0001 * Rounding.Gamma(index.Size + 1) * Norm(queries.Slice(query * index.Size, index.Size));
                best[query] = new BestKeys(keys + (nint)query * count, count, RankKey.None);
            }

            for (var first = 0; first < index.Count; first = tiles.Plan.End)
            {
                tiles.Plan = SearchPlan.Phase(first, index.Count, count);
                tiles.Capacity = Math.Min(count, tiles.Plan.TileRows);
                for (var query = 0; query < queryCount; query++) tiles.Floors[query] = best[query].Floor;
                index.Context.For(tiles.Plan.Tiles, tiles);
                Merge(tiles, best);
            }

            GC.KeepAlive(index.Items);
            GC.KeepAlive(index.Norms);
            for (var query = 0; query < queryCount; query++)
                FoundKeys.Write(keys + (nint)query * count, best[query].Count, items.Slice(query * width, width), scores.Slice(query * width, width));
        }
    }

    private static void Merge(in GroupSearchTiles tiles, BestKeys* best)
    {
        for (var part = 0; part < tiles.Plan.Tiles * tiles.Count; part++)
            for (var i = 0; i < tiles.Counts[part]; i++) best[part % tiles.Count].Offer(tiles.Keys[(nint)part * tiles.Capacity + i]);
    }

    private static double Norm(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector) squares += (double)value * value;
        return Math.Sqrt(squares);
    }
}

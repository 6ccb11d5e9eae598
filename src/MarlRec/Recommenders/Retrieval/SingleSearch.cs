using MarlRec.Kernels.Retrieval;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>A search for one query: phase after phase, each cut into tiles.</summary>
internal static unsafe class SingleSearch
{
    // Bounds of longer queries could overflow.
    private const float LargestQueryOfCodes = 1e18f;

    internal static int Run(in IndexView index, ReadOnlySpan<float> query, Span<int> items, Span<float> scores, ReadOnlySpan<bool> allowed, ReadOnlySpan<int> excluded)
    {
        var count = Math.Min(items.Length, index.Count);
        if (count == 0)
        {
            FoundKeys.Write(null, 0, items, scores);
            return 0;
        }

        var tileKeys = index.TileKeys(count);
        using var memory = new SearchMemory(
            SearchMemory.BytesOf<float>(index.Size) + SearchMemory.BytesOf<int>(QueryCode.LengthOf(index.Size)) + SearchMemory.BytesOf<int>(excluded.Length)
            + SearchMemory.BytesOf<ulong>(count) + SearchMemory.BytesOf<ulong>(tileKeys) + SearchMemory.BytesOf<int>(SearchPlan.MaximumTiles));
        fixed (byte* start = memory)
        fixed (bool* mask = allowed)
        {
            memory.Begin(start);
            var vector = memory.Take<float>(index.Size);
            query.CopyTo(new Span<float>(vector, index.Size));
            var tiles = new SingleSearchTiles
            {
                Items = index.Items.Pointer,
                Size = index.Size,
                Query = vector,
                Codes = index.Codes,
                Filter = new RowFilter(mask, excluded, memory.Take<int>(excluded.Length)),
                Keys = memory.Take<ulong>(tileKeys),
                Counts = memory.Take<int>(SearchPlan.MaximumTiles),
            };
            if (index.Codes is not null)
            {
                tiles.QueryCode = new QueryCode(query, memory.Take<int>(QueryCode.LengthOf(index.Size)));
                if (tiles.QueryCode.PerError > LargestQueryOfCodes) tiles.Codes = null;
            }

            var keys = memory.Take<ulong>(count);
            var best = new BestKeys(keys, count, RankKey.None);
            for (var first = 0; first < index.Count; first = tiles.Plan.End)
            {
                tiles.Plan = SearchPlan.Phase(first, index.Count, count);
                tiles.Capacity = Math.Min(count, tiles.Plan.TileRows);
                tiles.Floor = best.Floor;
                index.Context.For(tiles.Plan.Tiles, tiles);
                for (var tile = 0; tile < tiles.Plan.Tiles; tile++)
                    for (var i = 0; i < tiles.Counts[tile]; i++) best.Offer(tiles.Keys[(nint)tile * tiles.Capacity + i]);
            }

            GC.KeepAlive(index.Items);
            GC.KeepAlive(index.Codes);
            FoundKeys.Write(keys, best.Count, items, scores);
            return best.Count;
        }
    }
}

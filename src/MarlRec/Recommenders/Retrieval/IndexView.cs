using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>What a search reads of an index. Thread safety: <em>immutable</em>.</summary>
/// <param name="Items">items[V,D].</param>
/// <param name="Norms">The largest norm in each chunk of rows.</param>
/// <param name="Codes">The quantised copy, if it is to be used.</param>
/// <param name="Context">Runs the tiles.</param>
internal readonly record struct IndexView(FloatTensor Items, FloatTensor Norms, ItemCodes? Codes, ComputeContext Context)
{
    internal int Count => Items.Shape[0];

    internal int Size => Items.Shape[1];

    /// <summary>The keys that the tiles of a search's largest phase keep at once for a query.</summary>
    internal long TileKeys(int count)
    {
        var most = 0L;
        for (var first = 0; first < Count;)
        {
            var plan = SearchPlan.Phase(first, Count, count);
            most = Math.Max(most, (long)plan.Tiles * Math.Min(count, plan.TileRows));
            first = plan.End;
        }

        return most;
    }
}

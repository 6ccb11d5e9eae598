using MarlRec.Execution;
using MarlRec.Kernels.Retrieval;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>The largest norm in each <see cref="SearchPlan.ChunkRows"/> rows of a table: what rounding can do to their products.</summary>
internal struct ChunkNorms : ITileBody
{
    private FloatTensor _items, _norms;

    /// <summary>Upper bounds, [chunks]; NaN or +∞ where an element is not finite.</summary>
    internal static FloatTensor Of(FloatTensor items, ComputeContext context)
    {
        var norms = new FloatTensor((int)(((long)items.Shape[0] + SearchPlan.ChunkRows - 1) / SearchPlan.ChunkRows));
        context.For(norms.Length, new ChunkNorms { _items = items, _norms = norms });
        return norms;
    }

    public readonly void Run(int tile)
    {
        var largest = 0.0;
        var end = (int)Math.Min((tile + 1L) * SearchPlan.ChunkRows, _items.Shape[0]);
        for (var row = tile * SearchPlan.ChunkRows; row < end; row++)
        {
            var squares = 0.0;
            foreach (var value in _items.Row(row)) squares += (double)value * value;
            largest = Math.Max(largest, squares);
        }

        _norms.Span[tile] = Rounding.Up(Math.Sqrt(largest) * 1.00001);
    }
}

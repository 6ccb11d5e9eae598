using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Copies rows of a table by id, and adds rows back into it; ids may repeat.</summary>
internal static unsafe class RowTransfer
{
    // Up to here one thread does all: waking a worker would cost more.
    private const int SmallLength = 32 * 1024;
    private const int TileLength = 16 * 1024;

    /// <summary>target[i] = table[ids[i]].</summary>
    internal static void Gather(ComputeContext context, int count, int width, int* ids, float* table, float* target)
    {
        var perTile = RowsOfTile(count, width);
        context.For((count + perTile - 1) / perTile, new GatherTiles(count, width, perTile, ids, table, target));
    }

    /// <summary>Adds terms to the rows of a target, those of a row in their order.</summary>
    /// <param name="context">Runs the tiles.</param>
    /// <param name="workspace">Holds the order; as before afterwards.</param>
    /// <param name="terms">What is added; ids in [0, limit).</param>
    /// <param name="limit">How many rows the target has.</param>
    /// <param name="target">[limit, width].</param>
    /// <param name="touched">Takes the ids on; null when nobody asks.</param>
    internal static void ScatterAdd(ComputeContext context, Workspace workspace, in RowTerms terms, int limit, float* target, RowSet? touched)
    {
        int count = terms.Count, width = terms.Width;
        if (touched is not null)
            for (var i = 0; i < count; i++) touched.Add(terms.Ids[i]);

        // Sorted or not, a row of the target gets its terms in the same order, so the bits are the same; sorting only lets threads share the work.
        if (context.DegreeOfParallelism == 1 || (long)count * width <= SmallLength)
        {
            for (var i = 0; i < count; i++)
            {
                if (i + Prefetch.Distance < count) Prefetch.Row(target + (nint)terms.Ids[i + Prefetch.Distance] * width, width);
                Add(terms, i, target);
            }

            return;
        }

        var mark = workspace.Mark();
        int* order = workspace.AllocateInts(count), scratch = workspace.AllocateInts(StableOrder.ScratchLength(count));
        StableOrder.Run(count, terms.Ids, limit, order, scratch);
        var perTile = RowsOfTile(count, width);
        context.For((count + perTile - 1) / perTile, new ScatterTiles(terms, perTile, order, target));
        workspace.Release(mark);
    }

    private static int RowsOfTile(int count, int width) =>
        (long)count * width <= SmallLength ? Math.Max(1, count) : Math.Max(1, TileLength / Math.Max(1, width));

    private static void Add(in RowTerms terms, int i, float* target)
    {
        var row = new Span<float>(target + (nint)terms.Ids[i] * terms.Width, terms.Width);
        if (terms.Factor(i) is var factor && factor == 1) RowKernels.Add(terms.Row(i), row);
        else RowKernels.AddScaled(terms.Row(i), factor, row);
    }

    private readonly struct GatherTiles(int count, int width, int perTile, int* ids, float* table, float* target) : ITileBody
    {
        private readonly int* _ids = ids;
        private readonly float* _table = table, _target = target;

        public void Run(int tile)
        {
            var end = (int)Math.Min((long)(tile + 1) * perTile, count);
            for (var i = tile * perTile; i < end; i++)
                new ReadOnlySpan<float>(_table + (nint)_ids[i] * width, width).CopyTo(new Span<float>(_target + (nint)i * width, width));
        }
    }

    /// <summary>A tile takes the runs of equal ids that begin in its part of the order, whole: no two tiles write the same row.</summary>
    private readonly struct ScatterTiles(RowTerms terms, int perTile, int* order, float* target) : ITileBody
    {
        private readonly RowTerms _terms = terms;
        private readonly int* _order = order;
        private readonly float* _target = target;

        public void Run(int tile)
        {
            int count = _terms.Count, width = _terms.Width;
            int next = tile * perTile, end = (int)Math.Min((long)(tile + 1) * perTile, count);
            if (next > 0)
                while (next < end && Id(next) == Id(next - 1)) next++;
            if (next == end) return;
            for (; next < end || (next < count && Id(next) == Id(next - 1)); next++)
            {
                if (next + Prefetch.Distance < count) Prefetch.Row(_target + (nint)Id(next + Prefetch.Distance) * width, width);
                Add(_terms, _order[next], _target);
            }
        }

        private int Id(int place) => _terms.Ids[_order[place]];
    }
}

using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The mean of a table's rows that each sequence names; zeros for an empty one.</summary>
    /// <param name="table">Shape [V, D].</param>
    /// <param name="bags">B sequences of ids in [0, V). Their padding is not looked at.</param>
    /// <returns>Shape [B, D].</returns>
    /// <remarks>The bits of <see cref="MeanSteps"/> of <see cref="EmbeddingLookup"/>, but without the [B, T, D] in between.</remarks>
    /// <exception cref="ArgumentException">The table is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public Variable EmbeddingBag(Variable table, SequenceBatch bags)
    {
        ref var rows = ref NodeOf(table, nameof(table));
        if (rows.Shape.Rank != 2) throw Misfit($"A table [V,D] was expected, but the shape is {rows.Shape}.", nameof(table));
        int count = rows.Shape[0], width = rows.Shape[1], batch = bags.Batch;
        for (var bag = 0; bag < batch; bag++)
        {
            var own = bags.Ids.Slice(bag * bags.Time, bags.Lengths[bag]);
            for (var i = 0; i < own.Length; i++)
                if ((uint)own[i] >= (uint)count) throw new ArgumentOutOfRangeException(nameof(bags), own[i], $"id {i} of sequence {bag} must be in [0, {count}).");
        }

        var starts = Workspace.AllocateInts(batch + 1);
        starts[0] = 0;
        for (var bag = 0; bag < batch; bag++) starts[bag + 1] = starts[bag] + bags.Lengths[bag];
        var total = starts[batch];
        int* ids = Workspace.AllocateInts(total), owners = Workspace.AllocateInts(total);
        for (var bag = 0; bag < batch; bag++)
        {
            bags.Ids.Slice(bag * bags.Time, bags.Lengths[bag]).CopyTo(new Span<int>(ids + starts[bag], bags.Lengths[bag]));
            new Span<int>(owners + starts[bag], bags.Lengths[bag]).Fill(bag);
        }

        var value = Workspace.AllocateFloats(checked(batch * width));
        RowTiles.For(Context, batch, (int)Math.Min(int.MaxValue, (long)total * width / Math.Max(1, batch)), new EmbeddingBagTiles(width, starts, ids, rows.Value, value));
        ref var node = ref Record(new Shape(batch, width), value, &EmbeddingBagBackward, table.Index, Node.None, out var y);
        node.Saved0 = ids;
        node.Saved1 = owners;
        node.Integer = total;
        return y;
    }

    // A bag's rows all get its gradient by the same factor, so that is applied once, to the bag's gradient.
    private static void EmbeddingBagBackward(Tape tape, ref Node node)
    {
        int total = node.Integer, batch = node.Shape[0], width = node.Shape[1];
        int* ids = (int*)node.Saved0, owners = (int*)node.Saved1;
        tape.PrepareGradient(node.A);
        var mark = tape.Workspace.Mark();
        float* factors = tape.Workspace.AllocateZeros(batch), shares = tape.Workspace.AllocateFloats(batch * width);
        for (var i = 0; i < total; i++) factors[owners[i]]++;
        for (var bag = 0; bag < batch; bag++) factors[bag] = 1 / factors[bag]; // that of an empty bag is read by nobody
        ScaleRows.Run(batch, width, node.Gradient, width, factors, shares, width);
        tape.AddRowGradients(node.A, new RowTerms(total, width, ids, shares, sources: owners));
        tape.Workspace.Release(mark);
    }

    private readonly struct EmbeddingBagTiles(int width, int* starts, int* ids, float* table, float* means) : ITileBody
    {
        private readonly int* _starts = starts, _ids = ids;
        private readonly float* _table = table, _means = means;

        public void Run(int bag)
        {
            int first = _starts[bag], end = _starts[bag + 1];
            var mean = new Span<float>(_means + (nint)bag * width, width);
            mean.Clear();
            for (var i = first; i < end; i++)
            {
                if (i + Prefetch.Distance < end) Prefetch.Row(_table + (nint)_ids[i + Prefetch.Distance] * width, width);
                RowKernels.Add(new ReadOnlySpan<float>(_table + (nint)_ids[i] * width, width), mean);
            }

            if (end > first) Elementwise.Unary(mean, mean, new ScaleKernel(1f / (end - first)));
        }
    }
}

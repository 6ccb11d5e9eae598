using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>Rows of a table, one for each id.</summary>
    /// <param name="table">Shape [V, D].</param>
    /// <param name="ids">B · T ids in [0, V).</param>
    /// <param name="batch">B.</param>
    /// <param name="time">T.</param>
    /// <returns>Shape [B, T, D].</returns>
    /// <exception cref="ArgumentException">The table is not a matrix, or the number of ids is not B · T.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public Variable EmbeddingLookup(Variable table, ReadOnlySpan<int> ids, int batch, int time)
    {
        ref var rows = ref NodeOf(table, nameof(table));
        if (rows.Shape.Rank != 2) throw new ArgumentException($"A table [V,D] was expected, but the shape is {rows.Shape}.", nameof(table));
        int count = rows.Shape[0], width = rows.Shape[1];
        var shape = new Tensors.Shape(batch, time, width);
        if (ids.Length != (long)batch * time) throw new ArgumentException($"ids has {ids.Length} entries, but batch {batch} times time {time} were expected.", nameof(ids));
        var saved = Workspace.AllocateInts(ids.Length);
        var value = Workspace.AllocateFloats(shape.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            var id = ids[i];
            if ((uint)id >= (uint)count) throw new ArgumentOutOfRangeException(nameof(ids), id, $"ids[{i}] must be in [0, {count}).");
            saved[i] = id;
            new ReadOnlySpan<float>(rows.Value + (nint)id * width, width).CopyTo(new Span<float>(value + (nint)i * width, width));
        }

        Record(shape, value, &EmbeddingLookupBackward, table.Index, Node.None, out var y).Saved0 = saved;
        return y;
    }

    private static void EmbeddingLookupBackward(Tape tape, ref Node node)
    {
        var gradient = tape.GradientOf(node.A);
        if (gradient == null) return;
        var width = node.Shape.Last;
        var ids = (int*)node.Saved0;
        for (var i = 0; i < node.Shape.Rows; i++)
            RowKernels.Add(new ReadOnlySpan<float>(node.Gradient + (nint)i * width, width), new Span<float>(gradient + (nint)ids[i] * width, width));
    }
}

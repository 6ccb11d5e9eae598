using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>Chosen rows, in the given order; a row may be chosen more than once.</summary>
    /// <param name="x">Shape [..., D], seen as M rows of D.</param>
    /// <param name="rows">N indices in [0, M).</param>
    /// <returns>Shape [N, D].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public Variable GatherRows(Variable x, ReadOnlySpan<int> rows)
    {
        ref var input = ref NodeOf(x, nameof(x));
        int width = input.Shape.Last, count = input.Shape.Rows;
        var index = Workspace.AllocateInts(rows.Length);
        var value = Workspace.AllocateFloats(checked(rows.Length * width));
        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"rows[{i}] must be in [0, {count}) for shape {input.Shape}.");
            index[i] = rows[i];
            input.Values.Slice(rows[i] * width, width).CopyTo(new Span<float>(value + i * width, width));
        }

        Record(new Tensors.Shape(rows.Length, width), value, &GatherRowsBackward, x.Index, Node.None, out var y).Saved0 = index;
        return y;
    }

    private static void GatherRowsBackward(Tape tape, ref Node node)
    {
        if (!tape.TryGradient(node.A, out var dx)) return;
        var width = node.Shape.Last;
        var index = (int*)node.Saved0;
        for (var i = 0; i < node.Shape[0]; i++) RowKernels.Add(node.Gradients.Slice(i * width, width), dx.Slice(index[i] * width, width));
    }
}

using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>Rows of x followed by rows of y: joins the last dimension.</summary>
    /// <param name="x">Shape [..., D].</param>
    /// <param name="y">Shape [..., E], as many rows as <paramref name="x"/>.</param>
    /// <returns>Shape [..., D + E].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Variable Concat(Variable x, Variable y)
    {
        ref var left = ref NodeOf(x, nameof(x));
        ref var right = ref NodeOf(y, nameof(y));
        if (left.Shape.Rank == 0 || left.Shape.WithLast(0) != right.Shape.WithLast(0))
            throw Mismatch("x", left.Shape, "cannot be joined in the last dimension with", right.Shape, nameof(y));
        int d = left.Shape.Last, e = right.Shape.Last, rows = left.Shape.Rows;
        var shape = left.Shape.WithLast(d + e);
        var value = Workspace.AllocateFloats(shape.Length);
        var result = new Span<float>(value, shape.Length);
        for (var row = 0; row < rows; row++)
        {
            left.Values.Slice(row * d, d).CopyTo(result[(row * (d + e))..]);
            right.Values.Slice(row * e, e).CopyTo(result[(row * (d + e) + d)..]);
        }

        Record(shape, value, &ConcatBackward, x.Index, y.Index, out var z);
        return z;
    }

    private static void ConcatBackward(Tape tape, ref Node node)
    {
        int d = tape.Input(node.A).Shape.Last, width = node.Shape.Last, e = width - d, rows = node.Shape.Rows;
        if (tape.TryGradient(node.A, out var dx))
            for (var row = 0; row < rows; row++) RowKernels.Add(node.Gradients.Slice(row * width, d), dx.Slice(row * d, d));
        if (tape.TryGradient(node.B, out var dy))
            for (var row = 0; row < rows; row++) RowKernels.Add(node.Gradients.Slice(row * width + d, e), dy.Slice(row * e, e));
    }
}

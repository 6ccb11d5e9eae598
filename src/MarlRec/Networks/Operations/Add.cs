using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>x + y, element by element.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="y">The shape of <paramref name="x"/>.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Variable Add(Variable x, Variable y)
    {
        ref var left = ref NodeOf(x, nameof(x));
        ref var right = ref NodeOf(y, nameof(y));
        if (left.Shape != right.Shape) throw Mismatch("x", left.Shape, "does not have the shape of y", right.Shape, nameof(y));
        var value = Workspace.AllocateFloats(left.Shape.Length);
        Tiled.Binary(Context, left.Shape.Length, left.Value, right.Value, value, default(AddKernel));
        Record(left.Shape, value, &AddBackward, x.Index, y.Index, out var z);
        return z;
    }

    private static void AddBackward(Tape tape, ref Node node)
    {
        tape.PassGradient(node.A, ref node);
        tape.PassGradient(node.B, ref node);
    }
}

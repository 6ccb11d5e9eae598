using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The smaller of x and y, element by element. The gradient goes to the smaller one, to x when they are equal.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="y">The shape of <paramref name="x"/>.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Variable Minimum(Variable x, Variable y)
    {
        ref var left = ref NodeOf(x, nameof(x));
        ref var right = ref NodeOf(y, nameof(y));
        if (left.Shape != right.Shape) throw Mismatch("x", left.Shape, "does not have the shape of y", right.Shape, nameof(y));
        var value = Workspace.AllocateFloats(left.Shape.Length);
        Tiled.Binary(Context, left.Shape.Length, left.Value, right.Value, value, default(MinimumKernel));
        Record(left.Shape, value, &MinimumBackward, x.Index, y.Index, out var z);
        return z;
    }

    private static void MinimumBackward(Tape tape, ref Node node)
    {
        float* dx = tape.GradientOf(node.A), dy = tape.GradientOf(node.B), x = tape.Input(node.A).Value, y = tape.Input(node.B).Value;
        if (dx != null) Tiled.AddTernary(tape.Context, node.Shape.Length, node.Gradient, x, y, dx, new MinimumKernel(second: false));
        if (dy != null) Tiled.AddTernary(tape.Context, node.Shape.Length, node.Gradient, x, y, dy, new MinimumKernel(second: true));
    }
}

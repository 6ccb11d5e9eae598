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
        Elementwise.Binary(left.Values, right.Values, new Span<float>(value, left.Shape.Length), default(MinimumKernel));
        Record(left.Shape, value, &MinimumBackward, x.Index, y.Index, out var z);
        return z;
    }

    private static void MinimumBackward(Tape tape, ref Node node)
    {
        if (tape.TryGradient(node.A, out var dx)) Elementwise.AddTernary(node.Gradients, tape.Input(node.A).Values, tape.Input(node.B).Values, dx, new MinimumKernel(second: false));
        if (tape.TryGradient(node.B, out var dy)) Elementwise.AddTernary(node.Gradients, tape.Input(node.A).Values, tape.Input(node.B).Values, dy, new MinimumKernel(second: true));
    }
}

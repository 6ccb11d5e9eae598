using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>exp(x), element by element; +∞ above 88.7.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public Variable Exp(Variable x)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        Elementwise.Unary(input.Values, new Span<float>(value, input.Shape.Length), default(ExpKernel));
        Record(input.Shape, value, &ExpBackward, x.Index, Node.None, out var y);
        return y;
    }

    private static void ExpBackward(Tape tape, ref Node node)
    {
        if (tape.TryGradient(node.A, out var dx)) Elementwise.AddBinary(node.Gradients, node.Values, dx, default(ExpKernel));
    }
}

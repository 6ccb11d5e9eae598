using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The hyperbolic tangent, element by element.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public Variable Tanh(Variable x)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        Elementwise.Unary(input.Values, new Span<float>(value, input.Shape.Length), default(TanhKernel));
        Record(input.Shape, value, &TanhBackward, x.Index, Node.None, out var y);
        return y;
    }

    private static void TanhBackward(Tape tape, ref Node node)
    {
        if (tape.TryGradient(node.A, out var dx)) Elementwise.AddBinary(node.Gradients, node.Values, dx, default(TanhKernel));
    }
}

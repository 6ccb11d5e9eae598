using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>1 / (1 + exp(−x)), element by element.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public Variable Sigmoid(Variable x)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        Elementwise.Unary(input.Values, new Span<float>(value, input.Shape.Length), default(SigmoidKernel));
        Record(input.Shape, value, &SigmoidBackward, x.Index, Node.None, out var y);
        return y;
    }

    private static void SigmoidBackward(Tape tape, ref Node node)
    {
        if (tape.TryGradient(node.A, out var dx)) Elementwise.AddBinary(node.Gradients, node.Values, dx, default(SigmoidKernel));
    }
}

using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>max(x, 0), element by element.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public Variable Relu(Variable x)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        Elementwise.Unary(input.Values, new Span<float>(value, input.Shape.Length), default(ReluKernel));
        Record(input.Shape, value, &ReluBackward, x.Index, Node.None, out var y);
        return y;
    }

    private static void ReluBackward(Tape tape, ref Node node)
    {
        if (tape.TryGradient(node.A, out var dx)) Elementwise.AddBinary(node.Gradients, tape.Input(node.A).Values, dx, default(ReluKernel));
    }
}

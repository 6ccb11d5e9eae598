using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>x · factor, element by element.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="factor">Any number.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public Variable Scale(Variable x, float factor)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        Elementwise.Unary(input.Values, new Span<float>(value, input.Shape.Length), new ScaleKernel(factor));
        Record(input.Shape, value, &ScaleBackward, x.Index, Node.None, out var y).Number = factor;
        return y;
    }

    private static void ScaleBackward(Tape tape, ref Node node)
    {
        if (tape.TryGradient(node.A, out var dx)) RowKernels.AddScaled(node.Gradients, node.Number, dx);
    }
}

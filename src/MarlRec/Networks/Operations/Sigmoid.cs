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
        Tiled.Unary(Context, input.Shape.Length, input.Value, value, default(SigmoidKernel));
        Record(input.Shape, value, &SigmoidBackward, x.Index, Node.None, out var y);
        return y;
    }

    private static void SigmoidBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientInPlaceOf(node.A, ref node, out var add);
        if (dx != null) Tiled.Binary(tape.Context, node.Shape.Length, node.Gradient, node.Value, dx, default(SigmoidKernel), add);
    }
}

using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>x · Φ(x), element by element: the Gaussian error linear unit (Hendrycks and Gimpel, 2016), exact, not its tanh approximation.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public Variable Gelu(Variable x)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        Tiled.Unary(Context, input.Shape.Length, input.Value, value, default(GeluKernel));
        Record(input.Shape, value, &GeluBackward, x.Index, Node.None, out var y);
        return y;
    }

    private static void GeluBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientInPlaceOf(node.A, ref node, out var add);
        if (dx != null) Tiled.Binary(tape.Context, node.Shape.Length, node.Gradient, tape.Input(node.A).Value, dx, default(GeluKernel), add);
    }
}

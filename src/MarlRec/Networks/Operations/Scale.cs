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
        Tiled.Unary(Context, input.Shape.Length, input.Value, value, new ScaleKernel(factor));
        Record(input.Shape, value, &ScaleBackward, x.Index, Node.None, out var y).Number = factor;
        return y;
    }

    private static void ScaleBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientInPlaceOf(node.A, ref node, out var add);
        if (dx != null) Tiled.Unary(tape.Context, node.Shape.Length, node.Gradient, dx, new ScaleKernel(node.Number), add);
    }
}

using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>|x|, element by element; the gradient at 0 is 0.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public Variable Abs(Variable x)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        Tiled.Unary(Context, input.Shape.Length, input.Value, value, default(AbsKernel));
        Record(input.Shape, value, &AbsBackward, x.Index, Node.None, out var y);
        return y;
    }

    private static void AbsBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientInPlaceOf(node.A, ref node, out var add);
        if (dx != null) Tiled.Binary(tape.Context, node.Shape.Length, node.Gradient, tape.Input(node.A).Value, dx, default(AbsKernel), add);
    }
}

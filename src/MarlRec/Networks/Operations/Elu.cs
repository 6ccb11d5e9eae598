using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>x where x &gt; 0, exp(x) − 1 elsewhere, element by element: the exponential linear unit (Clevert et al., 2016) with α = 1.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public Variable Elu(Variable x)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        Tiled.Unary(Context, input.Shape.Length, input.Value, value, default(EluKernel));
        Record(input.Shape, value, &EluBackward, x.Index, Node.None, out var y);
        return y;
    }

    private static void EluBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientInPlaceOf(node.A, ref node, out var add);
        if (dx != null) Tiled.Binary(tape.Context, node.Shape.Length, node.Gradient, node.Value, dx, default(EluKernel), add);
    }
}

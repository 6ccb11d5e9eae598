using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>x limited to [low, high], element by element. No gradient flows where it is outside.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="low">The lower limit.</param>
    /// <param name="high">The upper limit, not below <paramref name="low"/>.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limits are reversed or NaN.</exception>
    public Variable Clip(Variable x, float low, float high)
    {
        if (!(low <= high)) throw new ArgumentOutOfRangeException(nameof(high), high, $"high must not be below low, which is {low}.");
        ref var input = ref NodeOf(x, nameof(x));
        var value = Workspace.AllocateFloats(input.Shape.Length);
        Tiled.Unary(Context, input.Shape.Length, input.Value, value, new ClipKernel(low, high));
        ref var node = ref Record(input.Shape, value, &ClipBackward, x.Index, Node.None, out var y);
        node.Number = low;
        node.Integer = BitConverter.SingleToInt32Bits(high);
        return y;
    }

    private static void ClipBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientInPlaceOf(node.A, ref node, out var add);
        if (dx == null) return;
        var kernel = new ClipKernel(node.Number, BitConverter.Int32BitsToSingle(node.Integer));
        Tiled.Binary(tape.Context, node.Shape.Length, node.Gradient, tape.Input(node.A).Value, dx, kernel, add);
    }
}

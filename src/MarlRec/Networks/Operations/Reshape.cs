using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The same elements in another shape, without a copy.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">Sizes with the same product.</param>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public Variable Reshape(Variable x, params ReadOnlySpan<int> shape)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var size = new Shape(shape);
        if (size.Length != input.Shape.Length) throw Mismatch("shape", size, "has not as many elements as", input.Shape, nameof(shape));
        ref var node = ref Record(size, input.Value, &ReshapeBackward, x.Index, Node.None, out var y);
        node.Owner = _nodes[x.Index].Owner;
        return y;
    }

    private static void ReshapeBackward(Tape tape, ref Node node) => tape.PassGradient(node.A, ref node);
}

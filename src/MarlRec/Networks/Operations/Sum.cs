namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The sum of all elements, a scalar.</summary>
    /// <param name="x">Any shape.</param>
    public Variable Sum(Variable x) => SumScaled(x, 1);

    /// <summary>The mean of all elements, a scalar.</summary>
    /// <param name="x">Any shape with at least one element.</param>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public Variable Mean(Variable x)
    {
        var length = NodeOf(x, nameof(x)).Shape.Length;
        if (length == 0) throw Misfit($"x {NodeOf(x, nameof(x)).Shape} has no elements; their mean is not defined.", nameof(x));
        return SumScaled(x, 1f / length);
    }

    private Variable SumScaled(Variable x, float factor)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var sum = 0.0;
        foreach (var element in input.Values) sum += element;
        var value = Workspace.AllocateFloats(1);
        *value = (float)(sum * factor);
        Record(default, value, &SumBackward, x.Index, Node.None, out var y).Number = factor;
        return y;
    }

    private static void SumBackward(Tape tape, ref Node node)
    {
        if (!tape.TryGradient(node.A, out var dx)) return;
        var share = *node.Gradient * node.Number;
        foreach (ref var element in dx) element += share;
    }
}

using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>Σ_n weights[n] · x[n], a scalar. The usual way to weigh per-row losses by advantages, or rows by whether they count.</summary>
    /// <param name="x">N elements of any shape.</param>
    /// <param name="weights">N constants.</param>
    /// <exception cref="ArgumentException">The number of weights is not N.</exception>
    public Variable WeightedSum(Variable x, ReadOnlySpan<float> weights)
    {
        ref var input = ref NodeOf(x, nameof(x));
        if (weights.Length != input.Shape.Length)
            throw Misfit($"weights has {weights.Length} elements, but x {input.Shape} has {input.Shape.Length}.", nameof(weights));
        var copy = Workspace.AllocateFloats(weights.Length);
        weights.CopyTo(new Span<float>(copy, weights.Length));
        var value = Workspace.AllocateFloats(1);
        *value = RowKernels.Dot(input.Values, weights);
        Record(default, value, &WeightedSumBackward, x.Index, Node.None, out var y).Saved0 = copy;
        return y;
    }

    private static void WeightedSumBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A, out var add);
        if (dx != null) Tiled.Unary(tape.Context, tape.Input(node.A).Shape.Length, (float*)node.Saved0, dx, new ScaleKernel(*node.Gradient), add);
    }
}

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The mean of −t · log σ(x) − (1 − t) · log(1 − σ(x)), a scalar, computed from logits without overflow.</summary>
    /// <param name="logits">N elements of any shape, such as [N] or [N, 1], N at least 1.</param>
    /// <param name="targets">N constants in [0, 1].</param>
    /// <exception cref="ArgumentException">The number of targets is not N, or N is 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is outside [0, 1].</exception>
    public Variable BinaryCrossEntropyWithLogits(Variable logits, ReadOnlySpan<float> targets)
    {
        ref var input = ref NodeOf(logits, nameof(logits));
        if (targets.Length != input.Shape.Length || targets.IsEmpty)
            throw new ArgumentException($"targets has {targets.Length} elements, logits {input.Shape} has {input.Shape.Length}; they must be equally many and not none.", nameof(targets));
        var slope = Workspace.AllocateFloats(targets.Length);
        var value = Workspace.AllocateFloats(1);
        var sum = 0.0;
        for (var i = 0; i < targets.Length; i++)
        {
            var target = targets[i];
            if (!(target >= 0 && target <= 1)) throw new ArgumentOutOfRangeException(nameof(targets), target, $"targets[{i}] must be in [0, 1].");
            var x = input.Value[i];
            var small = Math.Exp(-Math.Abs((double)x)); // at most 1
            sum += Math.Max(x, 0) - (double)x * target + Math.Log(1 + small);
            var probability = x >= 0 ? 1 / (1 + small) : small / (1 + small);
            slope[i] = (float)(probability - target);
        }

        *value = (float)(sum / targets.Length);
        Record(default, value, &BinaryCrossEntropyBackward, logits.Index, Node.None, out var y).Saved0 = slope;
        return y;
    }

    private static void BinaryCrossEntropyBackward(Tape tape, ref Node node)
    {
        if (tape.TryGradient(node.A, out var dx))
            Kernels.RowKernels.AddScaled(new ReadOnlySpan<float>(node.Saved0, dx.Length), *node.Gradient / dx.Length, dx);
    }
}

using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The mean of −t · log σ(x) − (1 − t) · log(1 − σ(x)), a scalar, computed from logits without overflow.</summary>
    /// <param name="logits">N elements of any shape, such as [N] or [N, 1], N at least 1.</param>
    /// <param name="targets">N constants in [0, 1].</param>
    /// <param name="weights">N weights, finite and not negative, at least one above 0; empty for 1 each. Where it is 0 the logit does not count.</param>
    /// <exception cref="ArgumentException">The number of targets or weights is not N, N is 0, or a weight does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is outside [0, 1].</exception>
    public Variable BinaryCrossEntropyWithLogits(Variable logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        for (var i = 0; i < targets.Length; i++)
            if (!(targets[i] >= 0 && targets[i] <= 1)) throw new ArgumentOutOfRangeException(nameof(targets), targets[i], $"targets[{i}] must be in [0, 1].");
        return MeanLoss(logits, targets, weights, default(BinaryCrossEntropyLoss), nameof(logits));
    }
}

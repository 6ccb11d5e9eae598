using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The mean of Huber's loss (1964), a scalar: e²/2 for |e| ≤ delta, else delta · (|e| − delta/2), e = prediction − target.</summary>
    /// <param name="predictions">N elements of any shape, N at least 1.</param>
    /// <param name="targets">N constants.</param>
    /// <param name="delta">Where the loss turns linear; finite, above zero.</param>
    /// <param name="weights">N weights, finite and not negative, at least one above 0; empty for 1 each. Where it is 0 neither value counts.</param>
    /// <exception cref="ArgumentException">The number of targets or weights is not N, N is 0, or a weight does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is out of range.</exception>
    public Variable Huber(Variable predictions, ReadOnlySpan<float> targets, float delta = 1, ReadOnlySpan<float> weights = default)
    {
        Throw.IfNotPositive(delta);
        return MeanLoss(predictions, targets, weights, new HuberLoss(delta), nameof(predictions));
    }
}

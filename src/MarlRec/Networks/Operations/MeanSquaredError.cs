using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The mean of (prediction − target)², a scalar: Σ w · (prediction − target)² / Σ w.</summary>
    /// <param name="predictions">N elements of any shape, N at least 1.</param>
    /// <param name="targets">N constants.</param>
    /// <param name="weights">N weights, finite and not negative, at least one above 0; empty for 1 each. Where it is 0 neither value counts.</param>
    /// <exception cref="ArgumentException">The number of targets or weights is not N, N is 0, or a weight does not fit.</exception>
    public Variable MeanSquaredError(Variable predictions, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default) =>
        MeanLoss(predictions, targets, weights, default(SquaredLoss), nameof(predictions));
}

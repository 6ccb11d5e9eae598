using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Options of a <see cref="ContrastiveObjective"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record ContrastiveOptions
{
    /// <summary>What cosines are divided by: finite, above 0. The smaller, the more the nearest wrong partners count. Default 0.05 (Gao et al., 2021).</summary>
    public double Temperature { get; init; } = 0.05;

    /// <summary>The most tokens of a text that are read: at least 1. Default 64.</summary>
    public int MaximumLength { get; init; } = 64;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Throw.IfNotPositive(Temperature);
        Throw.IfOutside(MaximumLength, 1, int.MaxValue);
    }
}

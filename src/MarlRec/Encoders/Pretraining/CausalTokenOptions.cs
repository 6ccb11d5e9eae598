using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Options of a <see cref="CausalTokenObjective"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record CausalTokenOptions
{
    /// <summary>The most tokens that are read at once: at least 1. Longer texts are cut into several examples. Default 128.</summary>
    public int MaximumLength { get; init; } = 128;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate() => Throw.IfOutside(MaximumLength, 1, int.MaxValue);
}

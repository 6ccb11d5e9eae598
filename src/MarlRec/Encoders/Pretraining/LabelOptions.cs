using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Options of a <see cref="LabelObjective"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record LabelOptions
{
    /// <summary>The most tokens of a text that are read, from its beginning: at least 1. Default 128.</summary>
    public int MaximumLength { get; init; } = 128;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate() => Throw.IfOutside(MaximumLength, 1, int.MaxValue);
}

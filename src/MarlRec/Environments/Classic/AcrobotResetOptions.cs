using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>How an <see cref="Acrobot"/> starts. Thread safety: <em>immutable</em>.</summary>
public sealed record AcrobotResetOptions : ResetOptions
{
    /// <summary>The widest start, in radians and in radians per second: within it the tip hangs below its goal.</summary>
    public const double Limit = 1;

    /// <summary>The lower bound of each of the four numbers of the start: −<see cref="Limit"/> to <see cref="Limit"/>.</summary>
    public double Low { get; init; } = -0.1;

    /// <summary>The upper bound of each of the four numbers of the start: <see cref="Low"/> to <see cref="Limit"/>.</summary>
    public double High { get; init; } = 0.1;

    /// <inheritdoc/>
    public override void Validate()
    {
        Throw.IfOutside(Low, -Limit, Limit);
        Throw.IfOutside(High, Low, Limit);
    }
}

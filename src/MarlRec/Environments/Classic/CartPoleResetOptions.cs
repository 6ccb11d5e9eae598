using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>How a <see cref="CartPole"/> starts. Thread safety: <em>immutable</em>.</summary>
public sealed record CartPoleResetOptions : ResetOptions
{
    /// <summary>The widest start: at 12 degrees, in radians, the pole counts as fallen.</summary>
    public const double Limit = CartPoleState.AngleLimit;

    internal static CartPoleResetOptions Default { get; } = new();

    /// <summary>The lower bound of each of the four numbers of the start: −<see cref="Limit"/> to <see cref="Limit"/>.</summary>
    public double Low { get; init; } = -0.05;

    /// <summary>The upper bound of each of the four numbers of the start: <see cref="Low"/> to <see cref="Limit"/>.</summary>
    public double High { get; init; } = 0.05;

    /// <inheritdoc/>
    public override void Validate()
    {
        Throw.IfOutside(Low, -Limit, Limit);
        Throw.IfOutside(High, Low, Limit);
    }
}

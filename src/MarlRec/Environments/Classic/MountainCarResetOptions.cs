using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>How a <see cref="MountainCar"/> starts: at rest, somewhere in the valley. Thread safety: <em>immutable</em>.</summary>
public sealed record MountainCarResetOptions : ResetOptions
{
    /// <summary>The lower bound of the position: −1.2, the left end, to below 0.5, the goal.</summary>
    public double Low { get; init; } = -0.6;

    /// <summary>The upper bound of the position: <see cref="Low"/> to below 0.5.</summary>
    public double High { get; init; } = -0.4;

    /// <inheritdoc/>
    public override void Validate()
    {
        var limit = Math.BitDecrement(MountainCarState.GoalPosition);
        Throw.IfOutside(Low, MountainCarState.LowestPosition, limit);
        Throw.IfOutside(High, Low, limit);
    }
}

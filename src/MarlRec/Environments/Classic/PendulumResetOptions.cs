using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>How a <see cref="Pendulum"/> starts. Thread safety: <em>immutable</em>.</summary>
public sealed record PendulumResetOptions : ResetOptions
{
    internal static PendulumResetOptions Default { get; } = new();

    /// <summary>The angle is uniform in ± this, in radians from upright: 0 to π.</summary>
    public double MaxAngle { get; init; } = Math.PI;

    /// <summary>The angular velocity is uniform in ± this, in radians per second: 0 to <see cref="Pendulum.MaxSpeed"/>.</summary>
    public double MaxVelocity { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        Throw.IfOutside(MaxAngle, 0, Math.PI);
        Throw.IfOutside(MaxVelocity, 0, Pendulum.MaxSpeed);
    }
}

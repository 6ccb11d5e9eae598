using MarlRec.Execution;

namespace MarlRec.Environments.Particle;

/// <summary>How a <see cref="Spread"/> goes. The defaults are OpenAI's world, in which the scores of Papoudakis et al., 2021, are counted.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record SpreadOptions : ParticleOptions
{
    /// <summary>PettingZoo's <c>simple_spread_v3</c>: position first, rewards with a local ratio of one half.</summary>
    public static SpreadOptions PettingZoo { get; } = new() { Order = IntegrationOrder.PositionFirst, LocalRatio = 0.5 };

    /// <summary>How many agents there are, and as many landmarks: 1 or more.</summary>
    public int Agents { get; init; } = 3;

    /// <summary>
    /// Null (the default): every agent earns the sum over agents of the team's distance term and its own collisions, in which each counts itself once per step
    /// as in OpenAI's world. Else ρ in 0 to 1, as in PettingZoo: an agent earns (1 − ρ) times the distance term and ρ times its own collisions with others.
    /// </summary>
    public double? LocalRatio { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Agents, 1);
        if (LocalRatio is { } ratio) Throw.IfOutside(ratio, 0, 1, nameof(LocalRatio));
    }
}

namespace MarlRec.Environments.Particle;

/// <summary>How a <see cref="Tag"/> goes. The defaults are OpenAI's.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record TagOptions : ParticleOptions
{
    /// <summary>PettingZoo's <c>simple_tag_v3</c>: position first.</summary>
    public static TagOptions PettingZoo { get; } = new() { Order = IntegrationOrder.PositionFirst };

    /// <summary>How many agents hunt: 1 or more. They are agents 0 and up.</summary>
    public int Predators { get; init; } = 3;

    /// <summary>How many agents are hunted: 1 or more. They come after the predators.</summary>
    public int Prey { get; init; } = 1;

    /// <summary>How many obstacles stand in the way: 0 or more.</summary>
    public int Obstacles { get; init; } = 2;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Predators, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Prey, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Obstacles);
    }
}

namespace MarlRec.Environments.Particle;

/// <summary>How an <see cref="Adversary"/> goes. The defaults are OpenAI's.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record AdversaryOptions : ParticleOptions
{
    /// <summary>PettingZoo's <c>simple_adversary_v3</c>: position first, and the adversary pays for the distance instead of its square.</summary>
    public static AdversaryOptions PettingZoo { get; } = new() { Order = IntegrationOrder.PositionFirst, SquaredDistance = false };

    /// <summary>How many agents stand against the adversary, and how many landmarks there are: 1 or more.</summary>
    public int GoodAgents { get; init; } = 2;

    /// <summary>Whether the adversary earns minus its squared distance to the goal (the default), or minus the distance.</summary>
    public bool SquaredDistance { get; init; } = true;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(GoodAgents, 1);
    }
}

namespace MarlRec.Environments.Particle;

/// <summary>What all particle worlds have in common.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public abstract record ParticleOptions
{
    private protected ParticleOptions()
    {
    }

    /// <summary>Which half of a physics step comes first.</summary>
    public IntegrationOrder Order { get; init; } = IntegrationOrder.VelocityFirst;

    /// <summary>After how many steps the episode is truncated: 1 or more, or null for never.</summary>
    public int? MaxSteps { get; init; } = 25;

    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of range; the message names it, its value and what was expected.</exception>
    public virtual void Validate()
    {
        if (Order is not (IntegrationOrder.VelocityFirst or IntegrationOrder.PositionFirst))
            throw new ArgumentOutOfRangeException(nameof(Order), Order, "Order must be VelocityFirst or PositionFirst.");
        if (MaxSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(MaxSteps));
    }
}

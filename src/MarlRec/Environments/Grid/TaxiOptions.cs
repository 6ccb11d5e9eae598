using MarlRec.Execution;

namespace MarlRec.Environments.Grid;

/// <summary>How <see cref="Taxi"/> goes. The defaults are Gymnasium's <c>Taxi-v4</c>, whose dynamics are also those of <c>Taxi-v3</c>.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record TaxiOptions
{
    /// <summary>Whether it rains: a move that is possible may then go to its left or right instead.</summary>
    public bool Rainy { get; init; }

    /// <summary>How likely a move goes straight in the rain: 0 to 1. The rest is shared by left and right.</summary>
    public double RainyProbability { get; init; } = 0.8;

    /// <summary>Whether the passenger may change the destination, once: at the first move after the first pick-up.</summary>
    public bool Fickle { get; init; }

    /// <summary>How likely a fickle passenger does so: 0 to 1; the three other places are equally likely then.</summary>
    public double FickleProbability { get; init; } = 0.3;

    /// <summary>
    /// Whether masks rule out actions that change nothing: moves against a wall, picking up nobody, setting down nobody or nowhere. By default they are legal
    /// and cost what they cost.
    /// </summary>
    public bool MaskUseless { get; init; }

    /// <summary>After how many steps the episode is truncated: 1 or more, or null for never.</summary>
    public int? MaxSteps { get; init; } = 200;

    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of range; the message names it, its value and what was expected.</exception>
    public void Validate()
    {
        Throw.IfOutside(RainyProbability, 0, 1);
        Throw.IfOutside(FickleProbability, 0, 1);
        if (MaxSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(MaxSteps));
    }
}

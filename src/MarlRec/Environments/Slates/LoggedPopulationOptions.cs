using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>The habits of a <see cref="LoggedPopulation"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record LoggedPopulationOptions
{
    /// <summary>The probability of looking at the next position, in [0, 1]. Default 0.9.</summary>
    public double Attention { get; init; } = 0.9;

    /// <summary>How many of the next events count as wanted, at least 1. Default 10.</summary>
    public int Horizon { get; init; } = 10;

    /// <summary>The share of a history that is always in the past when a session starts, in [0, 1). Default 0.5.</summary>
    public double EarliestStart { get; init; } = 0.5;

    /// <summary>The probability that a user who found nothing leaves, in [0, 1]. Default 0.3.</summary>
    public double LeaveProbability { get; init; } = 0.3;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of its range.</exception>
    public void Validate()
    {
        Throw.IfOutside(Attention, 0, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 1);
        Throw.IfOutside(EarliestStart, 0, 0.999);
        Throw.IfOutside(LeaveProbability, 0, 1);
    }
}

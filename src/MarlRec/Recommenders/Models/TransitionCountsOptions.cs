using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>Options of <see cref="TransitionCounts"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record TransitionCountsOptions
{
    /// <summary>For orders that matter: near events count more, and the newest events speak loudest.</summary>
    public static TransitionCountsOptions NewestFirst { get; } = new();

    /// <summary>For orders that say little: every pair within reach counts alike, and all events of a history speak alike.</summary>
    public static TransitionCountsOptions AllAlike { get; } = new() { DistancePower = 0, HistoryLength = 50, HistoryDecay = 1 };

    /// <summary>W: how far apart two events may be to count as a transition, at least 1. Default 20.</summary>
    public int Window { get; init; } = 20;

    /// <summary>A pair at distance d counts d to the power of minus this, 0 or more. Default 1.</summary>
    public double DistancePower { get; init; } = 1;

    /// <summary>How many of the newest events speak for the next one, at least 1. Default 20.</summary>
    public int HistoryLength { get; init; } = 20;

    /// <summary>Each older event's voice is this share of the next newer one's, in (0, 1]. Default 0.8.</summary>
    public double HistoryDecay { get; init; } = 0.8;

    /// <summary>τ: counts are scaled by V/τ inside the logarithm, above 0. Default 150.</summary>
    public double Scale { get; init; } = 150;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Window, 1);
        Throw.IfOutside(DistancePower, 0, 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(HistoryLength, 1);
        Throw.IfOutside(HistoryDecay, 1e-6, 1);
        Throw.IfNotPositive(Scale);
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments.Grid;

/// <summary>How a <see cref="GridWorld"/> looks and what it pays. The defaults are the 4 × 3 world of Russell and Norvig, "Artificial Intelligence: A Modern Approach".</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record GridWorldOptions
{
    /// <summary>
    /// The map, one line for each row, all of equal width: <c>#</c> wall, <c>.</c> floor, <c>S</c> start (several: one is drawn), <c>G</c> goal, <c>P</c> pit.
    /// Blank lines at either end are ignored.
    /// </summary>
    public string Map { get; init; } = """
        ...G
        .#.P
        S...
        """;

    /// <summary>What every step earns, the last included; finite.</summary>
    public float StepReward { get; init; } = -0.04f;

    /// <summary>What reaching a goal adds; finite.</summary>
    public float GoalReward { get; init; } = 1;

    /// <summary>What falling into a pit adds; finite.</summary>
    public float PitReward { get; init; } = -1;

    /// <summary>How likely a move goes sideways instead, to either side with equal probability: 0 to 1.</summary>
    public double SlipProbability { get; init; } = 0.2;

    /// <summary>After how many steps the episode is truncated: 1 or more, or null for never.</summary>
    public int? MaxSteps { get; init; } = 100;

    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentException">A property is out of range, or the map is malformed; the message names it, its value and what was expected.</exception>
    public void Validate()
    {
        Throw.IfNotFinite(StepReward);
        Throw.IfNotFinite(GoalReward);
        Throw.IfNotFinite(PitReward);
        Throw.IfOutside(SlipProbability, 0, 1);
        if (MaxSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(MaxSteps));
        _ = GridMap.Parse(Map);
    }
}

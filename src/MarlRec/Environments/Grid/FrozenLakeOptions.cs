using MarlRec.Execution;

namespace MarlRec.Environments.Grid;

/// <summary>How a <see cref="FrozenLake"/> looks and what it pays. The defaults are Gymnasium's <c>FrozenLake-v1</c>.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record FrozenLakeOptions
{
    /// <summary>Gymnasium's <c>FrozenLake8x8-v1</c>: the lake of eight by eight, and 200 steps.</summary>
    public static FrozenLakeOptions EightByEight { get; } = new() { Map = FrozenLakeMap.EightByEight, MaxSteps = 200 };

    /// <summary>
    /// The map, one line for each row, all of equal width: <c>S</c> start (several: one is drawn), <c>F</c> frozen, <c>H</c> hole, <c>G</c> goal.
    /// Blank lines at either end are ignored.
    /// </summary>
    public string Map { get; init; } = FrozenLakeMap.FourByFour;

    /// <summary>Whether moves may slip sideways.</summary>
    public bool Slippery { get; init; } = true;

    /// <summary>How likely a move on a slippery lake goes where it should: 0 to 1. The rest is shared by the two sideways directions.</summary>
    public double SuccessRate { get; init; } = 1.0 / 3;

    /// <summary>What reaching a goal earns; finite.</summary>
    public float GoalReward { get; init; } = 1;

    /// <summary>What falling into a hole earns; finite.</summary>
    public float HoleReward { get; init; }

    /// <summary>What every other step earns; finite.</summary>
    public float FrozenReward { get; init; }

    /// <summary>After how many steps the episode is truncated: 1 or more, or null for never.</summary>
    public int? MaxSteps { get; init; } = 100;

    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentException">A property is out of range, or the map is malformed; the message names it, its value and what was expected.</exception>
    public void Validate()
    {
        Throw.IfOutside(SuccessRate, 0, 1);
        Throw.IfNotFinite(GoalReward);
        Throw.IfNotFinite(HoleReward);
        Throw.IfNotFinite(FrozenReward);
        if (MaxSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(MaxSteps));
        _ = FrozenLakeMap.Parse(Map);
    }
}

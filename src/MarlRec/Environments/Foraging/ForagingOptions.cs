using MarlRec.Execution;

namespace MarlRec.Environments.Foraging;

/// <summary>How a <see cref="LevelBasedForaging"/> goes. The defaults are <c>Foraging-8x8-2p-2f-v3</c>.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record ForagingOptions
{
    /// <summary>How many rows the field has: 3 to 1000.</summary>
    public int Rows { get; init; } = 8;

    /// <summary>How many columns the field has: 3 to 1000.</summary>
    public int Columns { get; init; } = 8;

    /// <summary>How many players: 1 or more, and no more than half of (rows − 1) · (columns − 1).</summary>
    public int Players { get; init; } = 2;

    /// <summary>The lowest level of a player: 1 or more.</summary>
    public int MinPlayerLevel { get; init; } = 1;

    /// <summary>The highest level of a player: <see cref="MinPlayerLevel"/> or more.</summary>
    public int MaxPlayerLevel { get; init; } = 2;

    /// <summary>How many foods are placed: 1 or more. Where the field is too narrow for all of them, there are fewer.</summary>
    public int Foods { get; init; } = 2;

    /// <summary>The lowest level of a food: 1 or more, and no more than the least that <see cref="MaxFoodLevel"/> can be.</summary>
    public int MinFoodLevel { get; init; } = 1;

    /// <summary>The highest level of a food, or null (the default) for the sum of the three lowest player levels of the episode.</summary>
    public int? MaxFoodLevel { get; init; }

    /// <summary>How far players see, in each direction: 1 or more, or null (the default) for the whole field.</summary>
    public int? Sight { get; init; }

    /// <summary>Whether every food has the highest level, so that with the default <see cref="MaxFoodLevel"/> it takes (up to) three players to load it.</summary>
    public bool ForceCooperation { get; init; }

    /// <summary>What a player loses for loading a food that is too heavy for those who load: 0 or more, finite.</summary>
    public float Penalty { get; init; }

    /// <summary>Whether rewards are divided so that all foods of an episode together are worth 1.</summary>
    public bool NormalizeReward { get; init; } = true;

    /// <summary>Whether players see three layers of cells around them instead of lists of foods and players.</summary>
    public bool GridObservation { get; init; }

    /// <summary>Whether players see levels of players.</summary>
    public bool ObserveLevels { get; init; } = true;

    /// <summary>Whether moves that lead nowhere and loads without food are masked; the original (the default) lets players try, and nothing happens.</summary>
    public bool MaskInvalidActions { get; init; }

    /// <summary>After how many steps the episode is truncated: 1 or more, or null for never.</summary>
    public int? MaxSteps { get; init; } = 50;

    /// <summary>Which rules place players and draw food levels.</summary>
    public ForagingVersion Version { get; init; } = ForagingVersion.V3;

    /// <summary>The name under which the field knows such a world, as in <see cref="FromName"/>; with <c>-custom</c> at its end where no such name says all of the options.</summary>
    public string Name => ForagingName.Of(this);

    /// <summary>The sight in cells.</summary>
    internal int SightCells => Sight ?? Math.Max(Rows, Columns);

    /// <summary>The highest level that a food can have.</summary>
    internal int FoodLevelLimit => MaxFoodLevel ?? MaxPlayerLevel * Math.Min(3, Players);

    /// <summary>Options from a name such as <c>Foraging-8x8-2p-2f-coop-v1</c> or <c>Foraging-grid-2s-10x10-3p-3f-v3</c>.</summary>
    /// <param name="name">
    /// <c>Foraging[-grid][-{sight}s]-{rows}x{columns}-{players}p-{foods}f[-coop][-ind][-pen]-v{1|3}</c>: coop forces cooperation, ind makes every food of level 1,
    /// pen sets a penalty of 0.1.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is malformed, or its options are not valid.</exception>
    public static ForagingOptions FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var options = ForagingName.Parse(name);
        options.Validate();
        return options;
    }

    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of range; the message names it, its value and what was expected.</exception>
    public void Validate()
    {
        Throw.IfOutside(Rows, 3, 1000);
        Throw.IfOutside(Columns, 3, 1000);
        Throw.IfOutside(Players, 1, (Rows - 1) * (Columns - 1) / 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinPlayerLevel, 1);
        Throw.IfOutside(MaxPlayerLevel, MinPlayerLevel, 1_000_000);
        Throw.IfOutside(Foods, 1, Rows * Columns);
        if (MaxFoodLevel is { } level) Throw.IfOutside(level, 1, 1_000_000, nameof(MaxFoodLevel));
        Throw.IfOutside(MinFoodLevel, 1, MaxFoodLevel ?? MinPlayerLevel * Math.Min(3, Players));
        if (Sight is { } sight) Throw.IfOutside(sight, 1, 1000, nameof(Sight));
        Throw.IfOutside(Penalty, 0, float.MaxValue);
        if (MaxSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(MaxSteps));
        if (Version is not (ForagingVersion.V1 or ForagingVersion.V3)) throw new ArgumentOutOfRangeException(nameof(Version), Version, "Version must be V1 or V3.");
    }
}

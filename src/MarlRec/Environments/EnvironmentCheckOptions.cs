namespace MarlRec.Environments;

/// <summary>How <see cref="EnvironmentChecker"/> plays. Thread safety: <em>immutable</em>.</summary>
public sealed record EnvironmentCheckOptions
{
    /// <summary>How many episodes are played: 1 or more. Each is then repeated several times.</summary>
    public int Episodes { get; init; } = 3;

    /// <summary>After how many steps the checker leaves an episode that does not end: 1 or more.</summary>
    public int MaxSteps { get; init; } = 1000;

    /// <summary>The seed of the first episode and of the actions; the following episodes count on from it.</summary>
    public ulong Seed { get; init; }

    /// <summary>Options that the environment's reset must take, besides null; as many episodes are played with each.</summary>
    public IReadOnlyList<ResetOptions> ResetOptions { get; init; } = [];

    /// <summary>Rules that are not reported, such as <see cref="EnvironmentRule.Allocation"/> for a world that calls a database.</summary>
    public IReadOnlyList<EnvironmentRule> Ignored { get; init; } = [];

    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentException">A property is out of range; the message names it, its value and what was expected.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Episodes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSteps, 1);
        ArgumentNullException.ThrowIfNull(ResetOptions);
        foreach (var options in ResetOptions) ArgumentNullException.ThrowIfNull(options, nameof(ResetOptions));
        ArgumentNullException.ThrowIfNull(Ignored);
    }
}

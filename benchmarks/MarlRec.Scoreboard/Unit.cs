using QuickStart;

namespace MarlRec.Scoreboard;

/// <summary>One model on one task: measured apart from all others, each seed in a child process of its own.</summary>
/// <param name="Task">Such as <c>ml-100k</c>.</param>
/// <param name="Model">Such as <c>popularity</c>.</param>
/// <param name="Protocol">Split, ranking, filter and whatever else a reader needs to compare; the seeds are added to it.</param>
/// <param name="Measure">Does the work for one seed.</param>
public sealed record Unit(string Task, string Model, string Protocol, Func<UnitRun, IReadOnlyList<Measurement>> Measure)
{
    /// <summary>The data set's folder under <c>--data</c>; null where the unit needs none.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Folders of other data sets beside <see cref="DataFolder"/> that the unit reads too.</summary>
    public IReadOnlyList<string> OtherFolders { get; init; } = [];

    /// <summary>A number of seeds that <c>--seeds</c> does not change, such as 1 for what no seed changes.</summary>
    public int? FixedSeeds { get; init; }

    public Summary Summary { get; init; }

    public string Name => $"{Task}/{Model}";

    public int SeedCount(int asked) => FixedSeeds ?? asked;

    public string ProtocolFor(int asked)
    {
        var seeds = SeedCount(asked);
        return seeds == 1 ? $"{Protocol}; seed 1" : $"{Protocol}; {(Summary == Summary.Mean ? "mean" : "median")} of seeds 1-{seeds}";
    }
}

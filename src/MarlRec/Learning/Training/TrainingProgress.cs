namespace MarlRec.Learning.Training;

/// <summary>Where a training run stands. Thread safety: <em>immutable</em>.</summary>
public sealed record TrainingProgress
{
    /// <summary>Environment steps taken, over all copies and resumed runs.</summary>
    public required long Steps { get; init; }

    /// <summary>Environment steps the whole run takes.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>The learner's update count.</summary>
    public required long Updates { get; init; }

    /// <summary>Episodes ended.</summary>
    public required long Episodes { get; init; }

    /// <summary>Mean return of the latest episodes; NaN before the first has ended.</summary>
    public required double MeanReturn { get; init; }

    /// <summary>Mean length of the latest episodes, in steps; NaN before the first has ended.</summary>
    public required double MeanLength { get; init; }

    /// <summary>The numbers of the latest update; their meaning is on the algorithm's page.</summary>
    public required UpdateResult LatestUpdate { get; init; }

    /// <summary>Time spent in this call; null where the trainer has no clock.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>Environment steps per second in this call; null where the trainer has no clock.</summary>
    public double? StepsPerSecond { get; init; }
}

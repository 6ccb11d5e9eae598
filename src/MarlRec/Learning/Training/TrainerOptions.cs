namespace MarlRec.Learning.Training;

/// <summary>Settings of a <see cref="Trainer{TBatch}"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record TrainerOptions
{
    /// <summary>How many environment steps a whole run takes, over all copies; at least 1. The last collection may go beyond it.</summary>
    public long TotalSteps { get; init; } = 100_000;

    /// <summary>How many environment steps lie between two progress reports, at least 1.</summary>
    public long ReportEverySteps { get; init; } = 10_000;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(TotalSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReportEverySteps, 1);
    }
}

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// Where a <see cref="Pretrainer"/> stands: epochs over a fixed set of examples. Learners that make their experience while they go report environment steps instead, in
/// <c>TrainingProgress</c>. Thread safety: <em>immutable</em>.
/// </summary>
public sealed record PretrainingProgress
{
    /// <summary>The current epoch, from 1; 0 before the first update.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many there will be at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>The latest update within the epoch, from 1; 0 before the first.</summary>
    public required int Update { get; init; }

    /// <summary>How many updates an epoch has.</summary>
    public required int Updates { get; init; }

    /// <summary>Updates over all epochs and resumed runs, the skipped ones among them.</summary>
    public required long TotalUpdates { get; init; }

    /// <summary>Updates that were left out because their loss or gradient was not finite.</summary>
    public required long SkippedUpdates { get; init; }

    /// <summary>Loss, perplexity and accuracy over the epoch so far, each batch measured before the update that read it.</summary>
    public required PretrainingScore Training { get; init; }

    /// <summary>The latest measurement on the validation examples; null before the first.</summary>
    public PretrainingScore? Validation { get; init; }

    /// <summary>The measurement with the lowest loss; null before the first.</summary>
    public PretrainingScore? Best { get; init; }

    /// <summary>The learning rate of the latest update.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The norm of the latest update's gradient before it was limited; NaN before the first update of this object.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Whether all epochs are done or patience has run out.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Time spent in this call; null where the pre-trainer has no clock.</summary>
    public TimeSpan? Elapsed { get; init; }
}

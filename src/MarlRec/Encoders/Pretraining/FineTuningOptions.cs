using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Options of <see cref="FineTuning"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record FineTuningOptions
{
    /// <summary>
    /// What the learning rate is multiplied by from each layer to the one below it: in (0, 1], 1 for the same rate everywhere. Default 1 / 2.6 (Howard and Ruder, 2018).
    /// </summary>
    public double LearningRateDecay { get; init; } = 1 / 2.6;

    /// <summary>How many layers, from the lowest on, are never trained: at least 0, and fewer than there are. Default 0.</summary>
    public int FrozenLayers { get; init; }

    /// <summary>
    /// After how many epochs one more layer is trained, beginning with the top one alone: at least 1; null, the default, to train all from the first epoch on. Howard and Ruder have 1.
    /// </summary>
    public int? UnfreezeEvery { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        if (!(LearningRateDecay > 0 && LearningRateDecay <= 1))
            throw new ArgumentOutOfRangeException(nameof(LearningRateDecay), LearningRateDecay, "LearningRateDecay must be in (0, 1].");
        Throw.IfOutside(FrozenLayers, 0, int.MaxValue);
        if (UnfreezeEvery is { } epochs) Throw.IfOutside(epochs, 1, int.MaxValue, nameof(UnfreezeEvery));
    }
}

using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Networks.Schedules;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Options of a <see cref="Pretrainer"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record PretrainingOptions
{
    /// <summary>How many times to go through the training examples: at least 1. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>How many examples one update reads: at least 1. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The largest norm of the gradient, see <see cref="GradientClip.ByGlobalNorm"/>: above 0, +∞ for no limit. Default 1.</summary>
    public double MaximumGradientNorm { get; init; } = 1;

    /// <summary>The learning rate by step; null, the default, for the optimiser's own rate.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>The share of examples, drawn at random, that is kept from training and measured: in [0, 1). Default 0: none.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>After how many epochs to measure; the last epoch is measured in any case. At least 1. Default 1.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>After how many measurements in a row without a lower loss to stop: at least 1; null, the default, for never (Prechelt, "Early Stopping — But When?", 1998).</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the weights with the lowest validation loss are put back at the end. Default true. Without validation the last weights stay.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Throw.IfOutside(Epochs, 1, int.MaxValue);
        Throw.IfOutside(BatchSize, 1, int.MaxValue);
        if (!(MaximumGradientNorm > 0))
            throw new ArgumentOutOfRangeException(nameof(MaximumGradientNorm), MaximumGradientNorm, "MaximumGradientNorm must be above 0.");
        if (!(ValidationFraction >= 0 && ValidationFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(ValidationFraction), ValidationFraction, "ValidationFraction must be in [0, 1).");
        Throw.IfOutside(EvaluateEvery, 1, int.MaxValue);
        if (Patience is { } patience) Throw.IfOutside(patience, 1, int.MaxValue, nameof(Patience));
    }
}

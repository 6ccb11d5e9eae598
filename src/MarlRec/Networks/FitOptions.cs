using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>Options of <see cref="SequenceClassifier.Fit"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record FitOptions
{
    /// <summary>How many times to go through the training rows: at least 1. Default 5.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>How many rows one update reads: at least 1. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The share of rows, taken from the end, that is kept from training and measured after each epoch: in [0, 1). Default 0: none.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>The largest norm of the gradient, see <see cref="GradientClip.ByGlobalNorm"/>: above 0; +∞, the default, for no limit.</summary>
    public double MaximumGradientNorm { get; init; } = double.PositiveInfinity;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Throw.IfOutside(Epochs, 1, int.MaxValue);
        Throw.IfOutside(BatchSize, 1, int.MaxValue);
        if (!(ValidationFraction >= 0 && ValidationFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(ValidationFraction), ValidationFraction, "ValidationFraction must be in [0, 1).");
        if (!(MaximumGradientNorm > 0))
            throw new ArgumentOutOfRangeException(nameof(MaximumGradientNorm), MaximumGradientNorm, "MaximumGradientNorm must be above 0.");
    }
}

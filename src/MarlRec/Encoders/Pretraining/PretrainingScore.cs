namespace MarlRec.Encoders.Pretraining;

/// <summary>How well targets are predicted. Thread safety: <em>immutable</em>.</summary>
/// <param name="Loss">The mean of −log P over the targets, in nats; NaN without targets.</param>
/// <param name="Accuracy">The share of targets that were the first choice, in [0, 1]; NaN without targets.</param>
/// <param name="Targets">How many targets were counted.</param>
public readonly record struct PretrainingScore(double Loss, double Accuracy, long Targets)
{
    /// <summary>e to the power of the loss: among how many equally likely choices the model still wavers. 1 is certainty.</summary>
    public double Perplexity => Math.Exp(Loss);

    internal static PretrainingScore Of(double sum, long targets, long right) => new(sum / targets, (double)right / targets, targets);
}

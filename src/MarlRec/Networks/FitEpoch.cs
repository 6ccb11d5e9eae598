namespace MarlRec.Networks;

/// <summary>What one epoch of a fit came to. Thread safety: <em>immutable</em>.</summary>
/// <param name="Loss">The mean loss over the training rows, each measured before the update that read it.</param>
/// <param name="Accuracy">The share of training rows classified rightly, measured likewise, in [0, 1].</param>
/// <param name="ValidationLoss">The mean loss over the validation rows after the epoch; null without such rows.</param>
/// <param name="ValidationAccuracy">The share of validation rows classified rightly after the epoch; null without such rows.</param>
public sealed record FitEpoch(double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy);

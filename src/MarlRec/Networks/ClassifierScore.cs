namespace MarlRec.Networks;

/// <summary>How well a classifier does on given rows. Thread safety: <em>immutable</em>.</summary>
/// <param name="Loss">The mean binary cross-entropy, in nats.</param>
/// <param name="Accuracy">The share of rows classified rightly at a threshold of one half, in [0, 1].</param>
public readonly record struct ClassifierScore(double Loss, double Accuracy);

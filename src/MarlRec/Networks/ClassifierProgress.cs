namespace MarlRec.Networks;

/// <summary>Where a fit stands after an update. Thread safety: <em>immutable</em>.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Update">The current update within the epoch, from 1.</param>
/// <param name="Updates">How many there are in an epoch.</param>
/// <param name="Loss">The mean loss of the epoch so far.</param>
/// <param name="Accuracy">The share of rows classified rightly in the epoch so far, in [0, 1].</param>
public readonly record struct ClassifierProgress(int Epoch, int Epochs, int Update, int Updates, double Loss, double Accuracy);

namespace MarlRec.Recommenders.Metrics;

/// <summary>A metric averaged over users.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
/// <param name="Mean">The mean over users.</param>
/// <param name="StandardError">The standard error of the mean: sample standard deviation / √users; 0 for one user, where it is unknown.</param>
public readonly record struct MetricValue(double Mean, double StandardError);

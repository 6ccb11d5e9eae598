namespace MarlRec.Recommenders.Metrics;

/// <summary>A metric under its name, as tables print it.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
/// <param name="Name">Such as <c>NDCG@10</c>.</param>
/// <param name="Value">The value; a fraction where the metric is one, never × 100.</param>
/// <param name="StandardError">The standard error over users; 0 for metrics of the whole set of lists.</param>
public readonly record struct MetricRow(string Name, double Value, double StandardError);

namespace QuickStart;

/// <summary>One number that the sample found; all that it prints is made of these.</summary>
/// <param name="Task">What was done, such as <c>ml-100k</c>.</param>
/// <param name="Model">By whom, such as <c>popularity</c>.</param>
/// <param name="Metric">What was measured, such as <c>ndcg@10</c>.</param>
/// <param name="Value">The number: a fraction, never times 100.</param>
/// <param name="StandardError">Its standard error over users or sessions; over seeds, their spread.</param>
/// <param name="Seed">The seed of the run; 0 for what is over all seeds of the run or belongs to none.</param>
public sealed record Measurement(string Task, string Model, string Metric, double Value, double StandardError, ulong Seed);

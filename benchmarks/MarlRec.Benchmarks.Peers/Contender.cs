namespace MarlRec.Benchmarks.Peers;

/// <summary>One side of a contest.</summary>
/// <param name="Name">As it stands in the table, such as <c>torchsharp</c>.</param>
/// <param name="Run">Does the work once, on the calling thread and what threads it owns.</param>
/// <param name="Linger">
/// How long its worker threads spin after their work is done, when it has any. The next sample waits that long, or they would steal its cores.
/// </param>
public sealed record Contender(string Name, Action Run, TimeSpan Linger);

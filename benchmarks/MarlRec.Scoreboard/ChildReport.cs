using QuickStart;

namespace MarlRec.Scoreboard;

/// <summary>What a child process prints: one seed of one unit.</summary>
public sealed record ChildReport(IReadOnlyList<Measurement> Measurements, double Seconds, double PeakMiB);

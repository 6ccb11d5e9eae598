using MarlRec.Benchmarks.Peers.Measurement;

namespace MarlRec.Benchmarks.Peers.Guard;

/// <summary>Whether a ratio has fallen from where it was committed.</summary>
public static class Verdict
{
    /// <summary>How much of the committed ratio a new one may lose: machines and days differ by that much.</summary>
    public const double Tolerated = 0.85;

    /// <summary>True only when all of the 95 % interval lies below the tolerated part of the committed ratio: noise alone does not fail a check.</summary>
    /// <param name="measured">The interval of the median per-round ratio, measured now.</param>
    /// <param name="committed">The committed median ratio.</param>
    public static bool HasFallen(Interval measured, double committed) => measured.High < Tolerated * committed;
}

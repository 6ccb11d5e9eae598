namespace MarlRec;

/// <summary>Whether this process is a child that a test has started with narrower registers, see <c>SimdTierTests</c>.</summary>
internal static class SimdTier
{
    internal const string Variable = "MARLREC_TESTS_SIMD";

    /// <summary>The tier that the parent asked for; null in an ordinary run.</summary>
    internal static string? Forced { get; } = Environment.GetEnvironmentVariable(Variable);

    /// <summary>Picks the size of a sweep; a child of the sampled tier runs a few cases only.</summary>
    internal static T Choose<T>(T child, T sampled, T full) => TestTier.IsFull ? full : Forced is null ? sampled : child;
}

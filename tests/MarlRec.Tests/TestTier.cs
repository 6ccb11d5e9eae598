namespace MarlRec;

/// <summary>Which tier of the tests runs: a sampled one always, exhaustive sweeps with <c>MARLREC_TESTS=full</c>.</summary>
internal static class TestTier
{
    /// <summary>The environment variable that names the tier.</summary>
    internal const string Variable = "MARLREC_TESTS";

    internal static bool IsFull { get; } = string.Equals(Environment.GetEnvironmentVariable(Variable), "full", StringComparison.OrdinalIgnoreCase);

    internal static string Name => IsFull ? "full" : "sampled";

    /// <summary>Picks the size of a sweep by tier.</summary>
    internal static T Choose<T>(T sampled, T full) => IsFull ? full : sampled;
}

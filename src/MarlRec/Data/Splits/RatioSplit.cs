using MarlRec.Execution;

namespace MarlRec.Data.Splits;

/// <summary>Events go to the parts at random in given shares, over all events or for each user apart.</summary>
/// <remarks>The split depends on the log, the fractions and the stream's key only. Thread safety: <em>thread-safe</em>.</remarks>
public static class RatioSplit
{
    /// <summary>Splits all events: a user may lose every event to one part.</summary>
    /// <param name="log">Any log; may be empty.</param>
    /// <param name="random">The seed; it is forked, not drawn from.</param>
    /// <param name="validationFraction">The share to validate with, in [0, 1); counts are rounded down.</param>
    /// <param name="testFraction">The share to test with, in [0, 1); both together below 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> or <paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is outside its range.</exception>
    public static DataSplit Overall(InteractionLog log, RandomStream random, double validationFraction = 0.1, double testFraction = 0.1)
    {
        Check(log, random, validationFraction, testFraction);
        var parts = new byte[log.Count];
        var rows = new int[log.Count];
        for (var row = 0; row < rows.Length; row++) rows[row] = row;
        Assign(parts, rows, random.Fork("ratio-split"), validationFraction, testFraction);
        return SplitRows.Apply(log, parts);
    }

    /// <summary>Splits each user's events apart, so that every user keeps events for training (RecBole's <c>RS</c> grouped by user).</summary>
    /// <param name="log">Any log; may be empty.</param>
    /// <param name="random">The seed; it is forked, not drawn from.</param>
    /// <param name="validationFraction">The share to validate with, in [0, 1); counts are rounded down for each user.</param>
    /// <param name="testFraction">The share to test with, in [0, 1); both together below 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> or <paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is outside its range.</exception>
    public static DataSplit PerUser(InteractionLog log, RandomStream random, double validationFraction = 0.1, double testFraction = 0.1)
    {
        Check(log, random, validationFraction, testFraction);
        var parts = new byte[log.Count];
        for (var user = 0; user < log.UserCount; user++)
            Assign(parts, log.HistoryRows(user).ToArray(), random.Fork("ratio-split", user), validationFraction, testFraction);
        return SplitRows.Apply(log, parts);
    }

    private static void Check(InteractionLog log, RandomStream random, double validationFraction, double testFraction)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(random);
        SplitFractions.Check(validationFraction, testFraction);
    }

    private static void Assign(byte[] parts, int[] rows, RandomStream random, double validationFraction, double testFraction)
    {
        random.Shuffle(rows.AsSpan());
        var (validation, test) = SplitFractions.Counts(rows.Length, validationFraction, testFraction);
        for (var i = 0; i < test + validation; i++) parts[rows[i]] = i < test ? SplitRows.Test : SplitRows.Validation;
    }
}

using MarlRec.Execution;

namespace MarlRec.Data.Splits;

/// <summary>Cross-validation: every event is in the test of exactly one of k splits.</summary>
/// <remarks>The folds depend on the log, k and the stream's key only. Thread safety: <em>thread-safe</em>.</remarks>
public static class KFold
{
    /// <summary>Splits all events at random into k tests whose sizes differ by at most one; the validations are empty.</summary>
    /// <param name="log">Any log; may be empty.</param>
    /// <param name="folds">The number of splits k, at least 2.</param>
    /// <param name="random">The seed; it is forked, not drawn from.</param>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> or <paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 2.</exception>
    public static IReadOnlyList<DataSplit> Split(InteractionLog log, int folds, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var rows = new int[log.Count];
        for (var row = 0; row < rows.Length; row++) rows[row] = row;
        random.Fork("k-fold").Shuffle(rows.AsSpan());

        var splits = new DataSplit[folds];
        for (var fold = 0; fold < folds; fold++)
        {
            var parts = new byte[rows.Length];
            for (var i = fold; i < rows.Length; i += folds) parts[rows[i]] = SplitRows.Test;
            splits[fold] = SplitRows.Apply(log, parts);
        }

        return splits;
    }
}

namespace MarlRec.Data.Splits;

/// <summary>For each user the last event is the test, the one before it the validation, and the rest is for training.</summary>
/// <remarks>Time order is that of <see cref="InteractionLog.History"/>: stable for equal timestamps. As in RecBole, a user always keeps at least one event for training:
/// with two events there is a test and no validation, with one neither. Thread safety: <em>thread-safe</em>.</remarks>
public static class LeaveLastOut
{
    /// <summary>Splits a log.</summary>
    /// <param name="log">Any log; may be empty.</param>
    /// <param name="withValidation">Whether to hold out a validation event too; true by default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> is null.</exception>
    public static DataSplit Split(InteractionLog log, bool withValidation = true)
    {
        ArgumentNullException.ThrowIfNull(log);
        var parts = new byte[log.Count];
        for (var user = 0; user < log.UserCount; user++)
        {
            var rows = log.HistoryRows(user);
            if (rows.Length > 1) parts[rows[^1]] = SplitRows.Test;
            if (rows.Length > 2 && withValidation) parts[rows[^2]] = SplitRows.Validation;
        }

        return SplitRows.Apply(log, parts);
    }
}

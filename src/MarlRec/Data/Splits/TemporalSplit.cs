namespace MarlRec.Data.Splits;

/// <summary>Everyone's events before one moment are for training, those after a later moment are the test: nothing in training is later than anything in the test.</summary>
/// <remarks>Thread safety: <em>thread-safe</em>.</remarks>
public static class TemporalSplit
{
    /// <summary>Cuts at given moments.</summary>
    /// <param name="log">Any log; may be empty.</param>
    /// <param name="validationStart">The first timestamp of the validation.</param>
    /// <param name="testStart">The first timestamp of the test; not before <paramref name="validationStart"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The moments are reversed.</exception>
    public static DataSplit At(InteractionLog log, long validationStart, long testStart)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(testStart, validationStart);
        var parts = new byte[log.Count];
        for (var row = 0; row < parts.Length; row++)
        {
            var time = log.Timestamps[row];
            parts[row] = time >= testStart ? SplitRows.Test : time >= validationStart ? SplitRows.Validation : SplitRows.Train;
        }

        return SplitRows.Apply(log, parts);
    }

    /// <summary>Cuts so that about the given fractions of all events come last.</summary>
    /// <param name="log">Any log; may be empty.</param>
    /// <param name="validationFraction">The share of events to validate with, in [0, 1).</param>
    /// <param name="testFraction">The share of events to test with, in [0, 1); both together below 1.</param>
    /// <remarks>Events of equal time are never torn apart: all of them go to the later part, which so may be larger than asked.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is outside its range.</exception>
    public static DataSplit ByFraction(InteractionLog log, double validationFraction = 0.1, double testFraction = 0.1)
    {
        ArgumentNullException.ThrowIfNull(log);
        SplitFractions.Check(validationFraction, testFraction);
        var times = log.Timestamps.ToArray();
        Array.Sort(times);
        var (validation, test) = SplitFractions.Counts(times.Length, validationFraction, testFraction);
        var parts = new byte[log.Count];
        for (var row = 0; row < parts.Length; row++)
        {
            var time = log.Timestamps[row];
            if (test > 0 && time >= times[^test]) parts[row] = SplitRows.Test;
            else if (validation > 0 && time >= times[^(test + validation)]) parts[row] = SplitRows.Validation;
        }

        return SplitRows.Apply(log, parts);
    }
}

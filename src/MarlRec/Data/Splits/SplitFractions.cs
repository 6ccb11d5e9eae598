using MarlRec.Execution;

namespace MarlRec.Data.Splits;

/// <summary>What the fractions of a split mean in whole events.</summary>
internal static class SplitFractions
{
    internal static void Check(double validationFraction, double testFraction)
    {
        Throw.IfOutside(validationFraction, 0, Math.BitDecrement(1.0));
        Throw.IfOutside(testFraction, 0, Math.BitDecrement(1.0));
        if (validationFraction + testFraction >= 1)
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, $"validationFraction ({validationFraction}) and testFraction must sum to less than 1.");
    }

    /// <summary>Rounded down, so that training keeps at least one event of any that there are.</summary>
    internal static (int Validation, int Test) Counts(int events, double validationFraction, double testFraction)
    {
        var test = Floor(events * testFraction);
        return (Math.Min(Floor(events * (validationFraction + testFraction)) - test, events - test), test);
    }

    // 0.1 + 0.2 is a little above, and 10 × 0.7 a little below, the number that was meant.
    private static int Floor(double count) => (int)Math.Floor(count + 1e-9);
}

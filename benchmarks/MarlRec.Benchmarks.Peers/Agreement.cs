namespace MarlRec.Benchmarks.Peers;

/// <summary>Two sides of a contest do not compute the same: their times would mean nothing.</summary>
public sealed class DisagreementException(string message) : Exception(message);

/// <summary>Compares what two sides computed.</summary>
internal static class Agreement
{
    /// <summary>Requires |mine − theirs| ≤ tolerance · (1 + the largest |theirs|) everywhere.</summary>
    /// <exception cref="DisagreementException">They differ, in length or by more.</exception>
    internal static void Require(string what, ReadOnlySpan<float> mine, ReadOnlySpan<float> theirs, double tolerance = 1e-3)
    {
        if (mine.Length != theirs.Length) throw new DisagreementException($"{what}: MarlRec has {mine.Length} numbers, the peer {theirs.Length}.");
        var largest = 0.0;
        foreach (var value in theirs) largest = Math.Max(largest, Math.Abs(value));
        for (var i = 0; i < mine.Length; i++)
        {
            if (!(Math.Abs((double)mine[i] - theirs[i]) <= tolerance * (1 + largest)))
                throw new DisagreementException($"{what}[{i}]: MarlRec has {mine[i]}, the peer {theirs[i]}.");
        }
    }
}

using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Leaves tokens of a text out by chance.</summary>
internal static class TokenDropout
{
    /// <summary>Throws unless a share is in [0, 1).</summary>
    internal static void RequireShare(float share)
    {
        if (!(share >= 0 && share < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "share must be in [0, 1).");
    }

    /// <summary>Each token with probability 1 − share, and at least one of a text that has some.</summary>
    internal static ReadOnlyMemory<int> Draw(ReadOnlyMemory<int> text, float share, RandomStream random)
    {
        if (share == 0 || text.IsEmpty) return text;
        var kept = new List<int>(text.Length);
        foreach (var token in text.Span)
            if (random.NextSingle() >= share) kept.Add(token);
        return kept.Count > 0 ? kept.ToArray() : text.Slice(random.Next(text.Length), 1);
    }
}

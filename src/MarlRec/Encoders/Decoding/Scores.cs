using System.Globalization;

namespace MarlRec.Encoders.Decoding;

/// <summary>Guards of what decoding strategies read.</summary>
internal static class Scores
{
    /// <summary>Throws unless there are scores, none is NaN or +∞, and one is above −∞.</summary>
    internal static void Require(ReadOnlySpan<float> scores)
    {
        var possible = false;
        for (var i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] < float.PositiveInfinity))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"scores[{i}] is {scores[i]}, but scores must be below +∞."), nameof(scores));
            possible |= scores[i] > float.NegativeInfinity;
        }

        if (!possible) throw new ArgumentException($"One of {scores.Length} scores must be above −∞.", nameof(scores));
    }
}

using MarlRec.Execution;

namespace MarlRec.Encoders.Decoding;

/// <summary>The likeliest token; the first of several. Thread safety: <em>immutable</em>.</summary>
public sealed class GreedyDecoding : IDecodingStrategy
{
    /// <summary>The one there is.</summary>
    public static GreedyDecoding Instance { get; } = new();

    private GreedyDecoding()
    {
    }

    /// <inheritdoc/>
    public int Choose(ReadOnlySpan<float> scores, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random); // as all strategies do, though this one draws nothing
        Scores.Require(scores);
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best;
    }
}

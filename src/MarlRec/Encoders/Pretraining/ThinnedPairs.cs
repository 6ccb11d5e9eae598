using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// Pairs of another source whose texts lose tokens by chance, others at each drawing: word dropout (Iyyer et al., "Deep Unordered Composition Rivals Syntactic Methods for Text
/// Classification", ACL 2015), so that an encoder cannot learn a few pairs by heart from their rarest words. Thread safety: as that source.
/// </summary>
public sealed class ThinnedPairs : IPairSource
{
    private readonly IPairSource _pairs;

    /// <summary>Thins pairs.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="share">The probability with which a token of either side is left out, in [0, 1); at least one token of a text stays.</param>
    /// <exception cref="ArgumentNullException"><paramref name="pairs"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of range.</exception>
    public ThinnedPairs(IPairSource pairs, float share = 0.4f)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        TokenDropout.RequireShare(share);
        (_pairs, Share) = (pairs, share);
    }

    /// <summary>The probability with which a token is left out.</summary>
    public float Share { get; }

    /// <inheritdoc/>
    public int Count => _pairs.Count;

    /// <inheritdoc/>
    public TextPair Draw(int pair, RandomStream random)
    {
        var whole = _pairs.Draw(pair, random);
        return whole with { Left = TokenDropout.Draw(whole.Left, Share, random), Right = TokenDropout.Draw(whole.Right, Share, random) };
    }
}

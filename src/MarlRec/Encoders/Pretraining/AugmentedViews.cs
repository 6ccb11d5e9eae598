using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// Two views of one text, each with some of its tokens left out (Gao et al., "SimCSE: Simple Contrastive Learning of Sentence Embeddings", EMNLP 2021, where no
/// token is left out and the encoder's own dropout makes the difference). Thread safety: <em>immutable</em> while the texts are.
/// </summary>
public sealed class AugmentedViews : IPairSource
{
    private readonly (int[] Text, int Key)[] _texts;

    /// <summary>Views of texts. Empty texts have none.</summary>
    /// <param name="texts">Token ids of each text. Kept.</param>
    /// <param name="share">The probability with which a token is left out, in [0, 1); at least one token stays. With 0 the encoder needs dropout.</param>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> or a text is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of range.</exception>
    public AugmentedViews(IReadOnlyList<int[]> texts, float share = 0.2f)
    {
        ArgumentNullException.ThrowIfNull(texts);
        TokenDropout.RequireShare(share);
        Share = share;
        var all = new List<(int[], int)>();
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts[i] ?? throw new ArgumentNullException(nameof(texts), $"texts[{i}] is null.");
            if (text.Length > 0) all.Add((text, i));
        }

        _texts = [.. all];
    }

    /// <summary>The probability with which a token is left out.</summary>
    public float Share { get; }

    /// <summary>How many texts are not empty.</summary>
    public int Count => _texts.Length;

    /// <inheritdoc/>
    public TextPair Draw(int pair, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if ((uint)pair >= (uint)_texts.Length) throw new ArgumentOutOfRangeException(nameof(pair), pair, $"pair must be in [0, {_texts.Length}).");
        var (text, key) = _texts[pair];
        return new TextPair(TokenDropout.Draw(text, Share, random), TokenDropout.Draw(text, Share, random), key, key);
    }
}

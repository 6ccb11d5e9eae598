namespace MarlRec.Encoders.Pretraining;

/// <summary>A part of a text. Thread safety: <em>immutable</em> while the text is.</summary>
internal readonly record struct TextPiece(int[] Text, int Start, int Length)
{
    internal ReadOnlySpan<int> Tokens => Text.AsSpan(Start, Length);

    /// <summary>Texts cut into pieces, in order.</summary>
    /// <param name="texts">Token ids of each.</param>
    /// <param name="vocabulary">Ids are below it.</param>
    /// <param name="length">The most tokens of a piece.</param>
    /// <param name="overlap">How many tokens a piece shares with the one before it. A piece has more than these.</param>
    internal static List<TextPiece> Cut(IReadOnlyList<int[]> texts, int vocabulary, long length, int overlap)
    {
        var pieces = new List<TextPiece>();
        for (var i = 0; i < texts.Count; i++)
        {
            var text = Require(texts, i, vocabulary);
            for (long start = 0; start + overlap < text.Length; start += length - overlap)
                pieces.Add(new TextPiece(text, (int)start, (int)Math.Min(length, text.Length - start)));
        }

        return pieces;
    }

    /// <summary>One of the texts, if all of it is known to the vocabulary.</summary>
    internal static int[] Require(IReadOnlyList<int[]> texts, int index, int vocabulary)
    {
        var text = texts[index] ?? throw new ArgumentNullException(nameof(texts), $"texts[{index}] is null.");
        for (var t = 0; t < text.Length; t++)
            if ((uint)text[t] >= (uint)vocabulary) throw new ArgumentOutOfRangeException(nameof(texts), text[t], $"texts[{index}][{t}] must be in [0, {vocabulary}).");
        return text;
    }
}

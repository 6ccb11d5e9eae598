using Microsoft.ML.Tokenizers;

namespace MarlRec.Text;

/// <summary>
/// Removes stop words from what another pre-tokenizer found. It compares without regard to case, so that a capital "I" goes even where nothing was lower-cased before.
/// An elided stop word is cut off (<c>l'amour</c> gives <c>amour</c>), and a stop word of several Chinese characters goes where the inner one made each character a word.
/// Being a pre-tokenizer itself, it may stand before any tokenizer of Microsoft.ML.Tokenizers.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>, if the inner one is.</remarks>
public sealed class StopwordFilter : PreTokenizer
{
    private readonly PreTokenizer _inner;
    private readonly StopwordList _stopwords;

    /// <summary>Creates a filter.</summary>
    /// <param name="inner">Finds the words.</param>
    /// <param name="stopwords">The words to drop.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public StopwordFilter(PreTokenizer inner, StopwordList stopwords)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(stopwords);
        _inner = inner;
        _stopwords = stopwords;
    }

    /// <summary>Finds the words of a text that are not stop words.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Offset and length of each word kept, in order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Keep(text, _inner.PreTokenize(text));
    }

    /// <inheritdoc cref="PreTokenize(string)"/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => Find(text);

    internal List<(int Offset, int Length)> Find(ReadOnlySpan<char> text) => Keep(text, _inner.PreTokenize(text));

    private List<(int Offset, int Length)> Keep(ReadOnlySpan<char> text, IEnumerable<(int Offset, int Length)> words)
    {
        var found = words as IReadOnlyList<(int Offset, int Length)> ?? [.. words];
        var kept = new List<(int Offset, int Length)>();
        for (var i = 0; i < found.Count; i++)
        {
            var run = _stopwords.LongestRun > 0 ? RunAt(text, found, i) : 0;
            var (offset, length) = found[i];
            if (run > 0) i += run - 1;
            else if (_stopwords.Keeps(text.Slice(offset, length), out var cut)) kept.Add((offset + cut, length - cut));
        }

        return kept;
    }

    // How many words, side by side from here on, make up the longest stop word; 0 if none does.
    private int RunAt(ReadOnlySpan<char> text, IReadOnlyList<(int Offset, int Length)> words, int first)
    {
        var (start, end, run) = (words[first].Offset, words[first].Offset, 0);
        for (var i = first; i < words.Count && words[i].Offset == end; i++)
        {
            end += words[i].Length;
            if (end - start > _stopwords.LongestRun) break;
            if (_stopwords.Contains(text[start..end])) run = i - first + 1;
        }

        return run;
    }
}

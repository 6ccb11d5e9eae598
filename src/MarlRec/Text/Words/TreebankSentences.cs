using Microsoft.ML.Tokenizers;

namespace MarlRec.Text.Words;

/// <summary>Cuts a text into sentences and each into <see cref="TreebankPreTokenizer"/>'s tokens, which knows only the point at the end. Thread safety: <em>immutable</em>.</summary>
internal sealed class TreebankSentences : PreTokenizer
{
    private readonly SentenceSplitter _sentences;

    private TreebankSentences(SentenceSplitter sentences) => _sentences = sentences;

    internal static TreebankSentences WithCase { get; } = new(SentenceSplitter.English);

    /// <summary>For texts in lower case, where a capital cannot tell that a sentence begins.</summary>
    internal static TreebankSentences WithoutCase { get; } = new(SentenceSplitter.EnglishWithoutCase);

    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PreTokenize(text.AsSpan());
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        var words = new List<(int Offset, int Length)>();
        foreach (var (start, length) in _sentences.Split(text))
            foreach (var (offset, count) in TreebankPreTokenizer.Instance.PreTokenize(text.Slice(start, length))) words.Add((start + offset, count));
        return words;
    }
}

using Microsoft.ML.Tokenizers;

namespace MarlRec.Text.Words;

/// <summary>
/// Splits an English sentence into tokens by the Penn Treebank's conventions: punctuation, brackets and currency signs stand alone, <c>don't</c> gives <c>do</c> and <c>n't</c>,
/// <c>reader's</c> gives <c>reader</c> and <c>'s</c>, <c>cannot</c> gives <c>can</c> and <c>not</c>; only the point that ends the text is cut off. The tokens are those of
/// NLTK's <c>NLTKWordTokenizer</c>, which is what <c>word_tokenize(text, preserve_line=True)</c> runs. Give it one sentence at a time, as a <see cref="SentenceSplitter"/> cuts them.
/// Linear time, without regular expressions; the same on every host. Use <see cref="Instance"/>.
/// </summary>
/// <remarks>
/// <para>Thread safety: <em>immutable</em>.</para>
/// <para>Nothing but white space is dropped: unlike <see cref="WordPreTokenizer"/> it keeps punctuation. Letters and digits come from the runtime's Unicode table; characters newer
/// than NLTK's Python may therefore split differently.</para>
/// <para>See M. Marcus, B. Santorini, M. Marcinkiewicz, <em>Building a large annotated corpus of English: the Penn Treebank</em>, Computational Linguistics 19(2), 1993.</para>
/// </remarks>
public sealed class TreebankPreTokenizer : PreTokenizer
{
    private TreebankPreTokenizer()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static TreebankPreTokenizer Instance { get; } = new();

    /// <summary>Finds the tokens of a sentence.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Offset and length of each token in <paramref name="text"/>, in order and without overlaps, in UTF-16 code units.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PreTokenize(text.AsSpan());
    }

    /// <inheritdoc cref="PreTokenize(string)"/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        var traced = TreebankRules.Apply(text);
        var spans = new List<(int Offset, int Length)>();
        for (var end = 0; NextToken(traced, ref end, out var start);)
            spans.Add((traced.Place(start), traced.Place(end - 1) + 1 - traced.Place(start)));
        return spans;
    }

    /// <summary>
    /// The tokens as NLTK writes them: the text at the offsets of <see cref="PreTokenize(string)"/>, one for one, but a straight double quote becomes <c>``</c> where it opens and
    /// <c>''</c> where it closes, and two apostrophes that open become <c>``</c>.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>The tokens in order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static IReadOnlyList<string> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var traced = TreebankRules.Apply(text);
        var tokens = new List<string>();
        for (var end = 0; NextToken(traced, ref end, out var start);) tokens.Add(traced.Text[start..end].ToString());
        return tokens;
    }

    private static bool NextToken(TracedText traced, ref int end, out int start)
    {
        start = end;
        while (start < traced.Length && TreebankCharacters.IsSpace(traced[start])) start++;
        end = start;
        while (end < traced.Length && !TreebankCharacters.IsSpace(traced[end])) end++;
        return end > start;
    }
}

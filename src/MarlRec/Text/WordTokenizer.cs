using System.Buffers;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Text;

/// <summary>
/// A word-level tokenizer on the base class of Microsoft.ML.Tokenizers: clean, split into words, look each up in a <see cref="Vocabulary"/>. Words that it does not hold become
/// <see cref="Vocabulary.UnknownId"/>. Offsets refer to the cleaned text.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>, if its parts are, as MarlRec's are.</remarks>
public sealed class WordTokenizer : Tokenizer
{
    private readonly Normalizer? _normalizer;
    private readonly PreTokenizer _preTokenizer;
    private readonly Stemming _stemming;

    /// <summary>Creates a tokenizer from its parts.</summary>
    /// <param name="vocabulary">Words and ids.</param>
    /// <param name="normalizer">Cleans the text first, such as a <see cref="TextCleaner"/>; null leaves it as it is.</param>
    /// <param name="preTokenizer">Finds the words, such as a <see cref="StopwordFilter"/>; null means <see cref="WordPreTokenizer"/>.</param>
    /// <param name="stemming">Whether words lose their endings, and become lower case by it, before they are looked up. A token's value is the stem, its offset that of the word.</param>
    /// <exception cref="ArgumentNullException"><paramref name="vocabulary"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stemming"/> is not one of its values.</exception>
    public WordTokenizer(Vocabulary vocabulary, Normalizer? normalizer = null, PreTokenizer? preTokenizer = null, Stemming stemming = Stemming.None)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (stemming is not (Stemming.None or Stemming.English))
            throw new ArgumentOutOfRangeException(nameof(stemming), stemming, "stemming must be None or English.");
        _stemming = stemming;
        Vocabulary = vocabulary;
        _normalizer = normalizer;
        _preTokenizer = preTokenizer ?? WordPreTokenizer.Instance;
    }

    /// <summary>The words and their ids.</summary>
    public Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public override Normalizer? Normalizer => _normalizer;

    /// <inheritdoc/>
    public override PreTokenizer? PreTokenizer => _preTokenizer;

    /// <summary>Encodes text; see the public overloads of the base class.</summary>
    /// <param name="text">The text, or null when <paramref name="textSpan"/> holds it.</param>
    /// <param name="textSpan">The text when <paramref name="text"/> is null.</param>
    /// <param name="settings">What to do; without pre-tokenization the whole text is one word.</param>
    /// <returns>The tokens, at most <see cref="EncodeSettings.MaxTokenCount"/> of them.</returns>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var source = text ?? textSpan.ToString();
        var normalize = settings.ConsiderNormalization && _normalizer is not null;
        var clean = normalize ? _normalizer!.Normalize(source) : source;
        var words = settings.ConsiderPreTokenization ? _preTokenizer.PreTokenize(clean) : clean.Length == 0 ? [] : [(0, clean.Length)];
        var tokens = new List<EncodedToken>();
        var consumed = clean.Length;
        foreach (var (offset, length) in words)
        {
            if (tokens.Count == settings.MaxTokenCount)
            {
                consumed = tokens.Count == 0 ? 0 : tokens[^1].Offset.End.Value;
                break;
            }

            var word = clean.Substring(offset, length);
            if (_stemming == Stemming.English) word = EnglishStemmer.Stem(word);
            tokens.Add(new EncodedToken(Vocabulary.IdOf(word), word, new Range(offset, offset + length)));
        }

        return new EncodeResults<EncodedToken> { Tokens = tokens, NormalizedText = normalize ? clean : null, CharsConsumed = consumed };
    }

    /// <summary>Writes the words of the ids with one space between; padding is left out. What cleaning and stop words removed does not come back.</summary>
    /// <param name="ids">Ids of this vocabulary.</param>
    /// <param name="destination">Receives the text.</param>
    /// <param name="idsConsumed">The ids read.</param>
    /// <param name="charsWritten">The characters written.</param>
    /// <returns><see cref="OperationStatus.DestinationTooSmall"/> when the next word does not fit, <see cref="OperationStatus.InvalidData"/> at an id out of range.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        idsConsumed = charsWritten = 0;
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)Vocabulary.Count) return OperationStatus.InvalidData;
            if (id != Vocabulary.PadId)
            {
                var word = Vocabulary[id];
                var gap = charsWritten > 0 ? 1 : 0;
                if (destination.Length - charsWritten < gap + word.Length) return OperationStatus.DestinationTooSmall;
                if (gap > 0) destination[charsWritten] = ' ';
                word.CopyTo(destination[(charsWritten + gap)..]);
                charsWritten += gap + word.Length;
            }

            idsConsumed++;
        }

        return OperationStatus.Done;
    }
}

using System.Text;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// Learns a WordPiece vocabulary: count words, start from their characters, merge the most frequent pair of neighbours until the vocabulary is full. The result depends on how
/// often each word came and on nothing else. Each kept character gets a token for the start of a word and one (with <c>##</c>) for its inside, so a word of kept characters is
/// never unknown.
/// </summary>
/// <remarks>Thread safety: <em>single owner</em>. Time and memory grow with the number of different words, not with the length of the text.</remarks>
public sealed class WordPieceTrainer
{
    private readonly BertTextOptions _text;
    private readonly BertNormalizer _normalizer;
    private readonly WordCounts _counts = new();

    /// <summary>Starts with no text.</summary>
    /// <param name="text">How text is prepared, here and by every tokenizer with this vocabulary; null means <see cref="BertTextOptions.Uncased"/>.</param>
    public WordPieceTrainer(BertTextOptions? text = null)
    {
        _text = text ?? BertTextOptions.Uncased;
        _normalizer = new BertNormalizer(_text);
    }

    /// <summary>The number of different words seen.</summary>
    public int DistinctWords => _counts.Count;

    /// <summary>Counts the words of a text; words of more than 100 UTF-16 code units are passed over.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public void Add(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = _normalizer.Normalize(text);
        foreach (var (offset, length) in TextSplitter.Bert.PreTokenize(clean)) _counts.Add(clean.AsSpan(offset, length));
    }

    /// <summary>Learns the vocabulary; the trainer may go on counting. Ids: the five special tokens, the alphabet in ordinal order, then merges as they came.</summary>
    /// <param name="options">How much to learn; null means the defaults.</param>
    /// <param name="progress">Told now and then, and at the end.</param>
    /// <param name="cancellationToken">Looked at before each merge.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or <see cref="SubwordTrainingOptions.Size"/> is below 7, too little for one character.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the counts are as before.</exception>
    public WordPieceVocabulary Train(
        SubwordTrainingOptions? options = null, IProgress<SubwordTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new SubwordTrainingOptions();
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, WordPieceVocabulary.SpecialTokens.Count + 2, "options.Size");
        cancellationToken.ThrowIfCancellationRequested();
        var words = _counts.Sorted();
        var alphabet = Alphabet(words, Math.Min(options.AlphabetLimit, (options.Size - WordPieceVocabulary.SpecialTokens.Count) / 2));
        var inside = alphabet.Select(character => WordPieceVocabulary.Prefix + character);
        // One BERT piece is never both longer than a character and a special token: brackets are cut off. The alphabet cannot repeat them either.
        List<string> tokens = [.. WordPieceVocabulary.SpecialTokens, .. alphabet.Concat(inside).Order(StringComparer.Ordinal)];
        var merger = new PairMerger(tokens, WordPieceVocabulary.Prefix.Length);
        foreach (var (word, count) in words)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Symbols(word, alphabet, merger) is { } symbols) merger.AddWord(symbols, count);
        }

        merger.Run(options, progress, cancellationToken);
        return WordPieceVocabulary.FromTokens(tokens, _text);
    }

    private static HashSet<string> Alphabet(KeyValuePair<string, long>[] words, int limit)
    {
        var counts = new Dictionary<Rune, long>();
        foreach (var (word, count) in words)
            foreach (var rune in word.EnumerateRunes()) counts[rune] = counts.GetValueOrDefault(rune) + count;
        return counts.Select(pair => (pair.Value, Text: pair.Key.ToString()))
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Text, StringComparer.Ordinal).Take(limit).Select(pair => pair.Text).ToHashSet(StringComparer.Ordinal);
    }

    private static int[]? Symbols(string word, HashSet<string> alphabet, PairMerger merger)
    {
        var symbols = new List<int>(word.Length);
        foreach (var rune in word.EnumerateRunes())
        {
            var character = rune.ToString();
            // The tokenizer would give the unknown token for this word, so its other pairs teach nothing.
            if (!alphabet.Contains(character)) return null;
            symbols.Add(merger.IdOf(symbols.Count == 0 ? character : WordPieceVocabulary.Prefix + character));
        }

        return [.. symbols];
    }
}

using System.Buffers;

namespace MarlRec.Text;

/// <summary>
/// From text to ids: clean and lower-case (<see cref="TextCleaner"/>), split into words (<see cref="WordSplitter"/>), remove stop words (<see cref="StopwordFilter"/>),
/// stem if asked (<see cref="EnglishStemmer"/>), deduplicate training texts by their words, build a <see cref="Vocabulary"/>, truncate and pad to a <see cref="TokenBatch"/>.
/// Equal texts give equal ids, on every host.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>, so it serves many threads at once.</remarks>
public sealed partial class TextPipeline
{
    private readonly TextCleaner _cleaner;
    private readonly StopwordFilter _words;

    /// <summary>Creates a pipeline around a vocabulary made elsewhere.</summary>
    /// <param name="vocabulary">Words and ids.</param>
    /// <param name="options">What to do; null means the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="vocabulary"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public TextPipeline(Vocabulary vocabulary, TextPipelineOptions? options = null)
        : this(vocabulary, options ?? new TextPipelineOptions(), new TextReport())
    {
    }

    private TextPipeline(Vocabulary vocabulary, TextPipelineOptions options, TextReport report)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        options.Validate();
        Options = options;
        Report = report;
        _cleaner = new TextCleaner(options.LowerCase, options.RemoveAddresses);
        _words = new StopwordFilter(WordSplitting.Create(options), options.Stopwords);
        Tokenizer = new WordTokenizer(vocabulary, _cleaner, _words, options.Stemming);
    }

    /// <summary>What the pipeline does.</summary>
    public TextPipelineOptions Options { get; }

    /// <summary>Words and ids.</summary>
    public Vocabulary Vocabulary => Tokenizer.Vocabulary;

    /// <summary>What the training texts came to; all zero for a pipeline around a vocabulary made elsewhere.</summary>
    public TextReport Report { get; }

    /// <summary>The same steps, without truncation, as a tokenizer of Microsoft.ML.Tokenizers.</summary>
    public WordTokenizer Tokenizer { get; }

    /// <summary>Builds the vocabulary from training texts and the pipeline around it. The order of the texts does not matter.</summary>
    /// <param name="texts">Training texts; none null.</param>
    /// <param name="options">What to do; null means the defaults.</param>
    /// <param name="cancellationToken">Checked at each text.</param>
    /// <returns>The pipeline. With no texts at all every word is unknown to it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TextPipeline Build(IEnumerable<string> texts, TextPipelineOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var pipeline = new TextPipeline(new Vocabulary([Vocabulary.PadToken, Vocabulary.UnknownToken]), options);
        var builder = new VocabularyBuilder();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (count, empty, duplicates) = (0, 0, 0);
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (text is null) throw new ArgumentNullException(nameof(texts), $"Text {count} is null.");
            count++;
            var words = pipeline.Tokenize(text);
            if (words.Count == 0) empty++;
            else if (pipeline.Options.Deduplicate && !seen.Add(Key(words))) duplicates++;
            else foreach (var word in words) builder.Add(word);
        }

        var report = new TextReport
        {
            Texts = count, EmptyTexts = empty, DuplicateTexts = duplicates, Words = builder.Words, DistinctWords = builder.DistinctWords,
        };
        return new TextPipeline(builder.Build(pipeline.Options.MinimumCount, pipeline.Options.MaximumVocabulary), pipeline.Options, report);
    }

    /// <summary>Cleans a text and splits it into words without stop words, stemmed if the options say so; not truncated.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The words in order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public IReadOnlyList<string> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        var clean = _cleaner.Normalize(text);
        foreach (var (offset, length) in _words.PreTokenize(clean))
        {
            var word = clean.Substring(offset, length);
            words.Add(Options.Stemming == Stemming.English ? EnglishStemmer.Stem(word) : word);
        }

        return words;
    }

    /// <summary>Tokenizes training texts and, if the options say so, keeps the first of those with equal words. Texts without words are left out.</summary>
    /// <param name="texts">Training texts; none null.</param>
    /// <returns>The word sequences, in order of first appearance.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> or one of them is null.</exception>
    public IReadOnlyList<IReadOnlyList<string>> TokenizeDistinct(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var sequences = new List<IReadOnlyList<string>>();
        foreach (var text in texts)
        {
            var words = Tokenize(text);
            if (words.Count > 0 && (!Options.Deduplicate || seen.Add(Key(words)))) sequences.Add(words);
        }

        return sequences;
    }

    /// <summary>Encodes one text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>At most <see cref="TextPipelineOptions.SequenceLength"/> ids, each below the vocabulary's count; no padding. Empty when no word is left.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // No text has more words than characters: what is rented follows the text, not a length that a file may claim.
        var most = Math.Min(Options.SequenceLength, text.Length);
        var ids = ArrayPool<int>.Shared.Rent(most);
        var count = EncodeInto(text, ids.AsSpan(0, most));
        var result = ids.AsSpan(0, count).ToArray();
        ArrayPool<int>.Shared.Return(ids);
        return result;
    }

    /// <summary>Encodes one text into a buffer.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="destination">At least <see cref="TextPipelineOptions.SequenceLength"/> long; what lies behind the ids written is left as it was.</param>
    /// <returns>The number of ids written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public int Encode(ReadOnlySpan<char> text, Span<int> destination)
    {
        var limit = Options.SequenceLength;
        if (destination.Length < limit) throw new ArgumentException($"destination has length {destination.Length}, but at least {limit} was expected.", nameof(destination));
        return EncodeInto(text, destination[..limit]);
    }

    /// <summary>Encodes texts, one row each, in order; equal texts stay separate rows.</summary>
    /// <param name="texts">Any texts; none null.</param>
    /// <returns>A batch of B = <c>texts.Count</c> rows.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">The batch does not fit an array.</exception>
    public TokenBatch EncodeBatch(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var rows = new int[texts.Count][];
        var longest = 1;
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = Encode(texts[row] ?? throw new ArgumentNullException(nameof(texts), $"texts[{row}] is null."));
            longest = Math.Max(longest, rows[row].Length);
        }

        return TokenBatch.FromSequences(rows, Options.Padding == Padding.ToLongest ? longest : Options.SequenceLength);
    }

    // At most as many ids as there is room for.
    private int EncodeInto(ReadOnlySpan<char> text, Span<int> destination)
    {
        var limit = destination.Length;
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var clean = buffer.AsSpan(0, _cleaner.Clean(text, buffer));
            if (Options.Splitter != WordSplitter.Words) return EncodeFound(clean, destination);
            var skip = Options.Truncation == Truncation.KeepEnd ? Math.Max(0, CountWords(clean) - limit) : 0;
            var count = 0;
            var kept = new KeptWords(clean, Options.Stopwords);
            while (count < limit && kept.MoveNext())
            {
                if (skip > 0) skip--;
                else destination[count++] = Vocabulary.IdOf(Stem(clean.Slice(kept.Start, kept.Length)));
            }

            return count;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    // Words of other splitters may overlap, so none is stemmed in place.
    private int EncodeFound(ReadOnlySpan<char> clean, Span<int> destination)
    {
        var words = _words.Find(clean);
        var count = Math.Min(words.Count, destination.Length);
        var first = Options.Truncation == Truncation.KeepEnd ? words.Count - count : 0;
        for (var i = 0; i < count; i++)
        {
            var word = clean.Slice(words[first + i].Offset, words[first + i].Length);
            destination[i] = Vocabulary.IdOf(Options.Stemming == Stemming.English ? EnglishStemmer.Stem(word.ToString()) : word);
        }

        return count;
    }

    private int CountWords(ReadOnlySpan<char> clean)
    {
        var count = 0;
        var kept = new KeptWords(clean, Options.Stopwords);
        while (kept.MoveNext()) count++;
        return count;
    }

    // Writes into the cleaned text, which is ours, at a word that has been read already.
    private ReadOnlySpan<char> Stem(Span<char> word) => Options.Stemming == Stemming.English ? word[..EnglishStemmer.StemInPlace(word)] : word;

    // No word holds a space, so two sequences have the same key only if they are the same.
    private static string Key(IReadOnlyList<string> words) => string.Join(' ', words);
}

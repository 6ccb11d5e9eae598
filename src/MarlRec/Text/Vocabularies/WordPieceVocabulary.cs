namespace MarlRec.Text.Vocabularies;

/// <summary>
/// A WordPiece vocabulary and the preparation of text that goes with it: learnt by <see cref="WordPieceTrainer"/> or read from a <c>vocab.txt</c>. What <see cref="Save"/>
/// writes, <c>BertTokenizer</c> and <c>WordPieceTokenizer</c> of Microsoft.ML.Tokenizers read.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class WordPieceVocabulary
{
    /// <summary>What stands before a token that does not start a word.</summary>
    public const string Prefix = "##";

    /// <summary>The token of every word that cannot be spelt.</summary>
    public const string UnknownToken = "[UNK]";

    private WordPieceVocabulary(SubwordTokens tokens, BertTextOptions text) => (Tokens, Text) = (tokens, text);

    /// <summary>BERT's special tokens, in the order in which the trainer numbers them: [PAD] [UNK] [CLS] [SEP] [MASK].</summary>
    public static IReadOnlyList<string> SpecialTokens { get; } = ["[PAD]", UnknownToken, "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>The tokens and their ids.</summary>
    public SubwordTokens Tokens { get; }

    /// <summary>How text is prepared.</summary>
    public BertTextOptions Text { get; }

    /// <summary>Reads a <c>vocab.txt</c>: one token a line, the line's number from 0 is the id, an empty line leaves a hole.</summary>
    /// <param name="stream">UTF-8, at most 64 MiB from its position to its end; left open.</param>
    /// <param name="text">How text is prepared, which this file does not say; null means <see cref="BertTextOptions.Uncased"/>.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">Not UTF-8, too long, no [UNK], a token comes twice, or more than a million lines; the message names the line.</exception>
    public static WordPieceVocabulary Load(Stream stream, BertTextOptions? text = null)
    {
        return Create(SubwordTokens.FromLines(BoundedFile.ReadText(stream)), text);
    }

    /// <summary>Writes a <c>vocab.txt</c>: UTF-8 without a byte order mark, each line ended by a line feed.</summary>
    /// <param name="stream">Written to and left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Tokens.ToLines());
    }

    /// <summary>Writes a <c>tokenizer.json</c> that says the same, with the preparation of text and, where the vocabulary has them, [CLS] before and [SEP] after.</summary>
    /// <param name="stream">Written to and left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void SaveTokenizerJson(Stream stream) => TokenizerJsonWriter.Write(stream, this);

    /// <summary>Makes the tokenizer: the encoder is Microsoft's WordPieceTokenizer, with our preparation of text.</summary>
    /// <param name="findSpecialTokens">Whether a text that spells a special token gets its id, as in the reference implementation. False makes such a spelling text, so that no text forges a marker.</param>
    /// <returns>The tokenizer; it puts [CLS] before and [SEP] after where the vocabulary has both.</returns>
    public SubwordTokenizer CreateTokenizer(bool findSpecialTokens = true)
    {
        int? start = Tokens.IdOf("[CLS]"), end = Tokens.IdOf("[SEP]");
        return new SubwordTokenizer(new TokenizerParts
        {
            Tokens = Tokens,
            ModelTokens = Tokens,
            WordPiece = new WordPieceModel(UnknownToken, Prefix, WordPieceModel.DefaultMaximumWordLength),
            Normalizer = new BertNormalizer(Text),
            Splitter = TextSplitter.Bert,
            Before = start is { } first && end is not null ? [first] : [],
            After = end is { } last && start is not null ? [last] : [],
            Added = [.. SpecialTokens.Where(token => Tokens.IdOf(token) is not null).Select(token => new AddedToken(token, Tokens.IdOf(token)!.Value, true, false, false))],
            FindsAdded = findSpecialTokens,
        });
    }

    internal static WordPieceVocabulary FromTokens(IEnumerable<string> tokens, BertTextOptions text) =>
        SubwordTokens.TryCreate(null, [.. tokens.Select((token, id) => new KeyValuePair<string, int>(token, id))], out var made, out var token, out var problem)
            ? Create(made, text)
            : throw new InvalidDataException($"The token \"{token}\" {problem}.");

    private static WordPieceVocabulary Create(SubwordTokens tokens, BertTextOptions? text)
    {
        if (tokens.IdOf(UnknownToken) is null) throw new InvalidDataException($"The vocabulary lacks {UnknownToken}.");
        return new WordPieceVocabulary(tokens, text ?? BertTextOptions.Uncased);
    }
}

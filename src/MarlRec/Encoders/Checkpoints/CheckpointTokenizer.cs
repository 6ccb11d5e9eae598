using MarlRec.Text.Vocabularies;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Turns a text into the ids that a checkpoint was trained on, between its markers. Thread safety: <em>immutable</em>.</summary>
internal sealed class CheckpointTokenizer
{
    private readonly SubwordTokenizer _tokenizer;

    private CheckpointTokenizer(SubwordTokenizer tokenizer) => (_tokenizer, Padding) = (tokenizer, tokenizer.Tokens.IdOf("[PAD]") ?? 0);

    /// <summary>What fills a batch's short rows.</summary>
    internal int Padding { get; }

    /// <summary>Reads a folder's vocabulary: <c>vocab.txt</c>, else <c>tokenizer.json</c>, which says all by itself.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="at">The path of the encoder's files in it.</param>
    /// <param name="lowerCaseFirst">Whether the sentence encoder lowers letters before the tokenizer sees them.</param>
    /// <param name="rows">How many vectors there are: no id may be as large.</param>
    internal static CheckpointTokenizer Load(CheckpointFolder folder, string at, bool lowerCaseFirst, int rows)
    {
        if (folder.Has(at + "vocab.txt")) return FromList(folder, at, lowerCaseFirst, rows);
        if (folder.Has(at + "tokenizer.json")) return FromJson(folder, at + "tokenizer.json", lowerCaseFirst, rows);
        throw new FileNotFoundException($"The folder has neither {at}vocab.txt nor {at}tokenizer.json.", at + "vocab.txt");
    }

    /// <summary>The ids of a text, at most <paramref name="longest"/> with the markers: what is too much is cut off at the end.</summary>
    internal int[] Encode(string text, int longest) => _tokenizer.Encode(text, longest);

    private static CheckpointTokenizer FromList(CheckpointFolder folder, string at, bool lowerCaseFirst, int rows)
    {
        var name = at + "vocab.txt";
        var settings = at + "tokenizer_config.json";
        var text = folder.Has(settings) ? folder.ReadJson(settings, json => ReadText(json, lowerCaseFirst)) : BertTextOptions.Uncased;
        var vocabulary = Named(name, () => WordPieceVocabulary.Load(new MemoryStream(folder.Vocabulary(name)), text));
        RequireRows(name, vocabulary.Tokens, rows);
        foreach (var marker in WordPieceVocabulary.SpecialTokens)
            if (vocabulary.Tokens.IdOf(marker) is null) throw new InvalidDataException($"{name}: the token {marker} is missing.");
        // A text's own "[SEP]" is text, not a marker.
        return new CheckpointTokenizer(vocabulary.CreateTokenizer(findSpecialTokens: false));
    }

    private static CheckpointTokenizer FromJson(CheckpointFolder folder, string name, bool lowerCaseFirst, int rows)
    {
        if (lowerCaseFirst) throw new NotSupportedException($"{name}: do_lower_case of the sentence encoder is read with vocab.txt only; here the file's normalizer must lower letters.");
        var tokenizer = Named(name, () => SubwordTokenizer.Load(new MemoryStream(folder.Vocabulary(name))));
        RequireRows(name, tokenizer.Tokens, rows);
        if (tokenizer.Before.Count + tokenizer.After.Count == 0) throw new NotSupportedException($"{name}: $.post_processor puts no marker around a text, which an encoder of texts needs.");
        return new CheckpointTokenizer(tokenizer);
    }

    private static T Named<T>(string name, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            var message = $"{name}: {exception.Message}";
            throw exception is InvalidDataException ? new InvalidDataException(message, exception) : new NotSupportedException(message, exception);
        }
    }

    private static void RequireRows(string name, SubwordTokens tokens, int rows)
    {
        if (tokens.Count > rows) throw new InvalidDataException($"{name}: {tokens.Count} tokens, but the checkpoint has vectors for {rows} only.");
    }

    private static BertTextOptions ReadText(CheckpointJson root, bool lowerCaseFirst)
    {
        foreach (var (name, marker) in ((string, string)[])[("pad_token", "[PAD]"), ("unk_token", "[UNK]"), ("cls_token", "[CLS]"), ("sep_token", "[SEP]")])
            if (root.Find(name) is { } own && own.IsText && own.Text() != marker) throw own.Unsupported($"\"{own.Text()}\" is not read, only \"{marker}\"");
        var lowerCase = root.FlagOr("do_lower_case", true);
        return new BertTextOptions
        {
            LowerCase = lowerCase || lowerCaseFirst,
            StripAccents = root.FlagOr("strip_accents", lowerCase),
            SplitChinese = root.FlagOr("tokenize_chinese_chars", true),
        };
    }
}

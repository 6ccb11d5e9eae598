using System.Text;
using MarlRec.Text.Vocabularies;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Turns a text into the ids that a checkpoint was trained on, between its markers. Thread safety: <em>immutable</em>.</summary>
internal sealed class CheckpointTokenizer
{
    private static readonly string[] s_markers = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly Func<string, int, int[]> _encode;

    private CheckpointTokenizer(int padding, Func<string, int, int[]> encode) => (Padding, _encode) = (padding, encode);

    /// <summary>What fills a batch's short rows.</summary>
    internal int Padding { get; }

    /// <summary>Reads a folder's vocabulary: <c>vocab.txt</c>, else <c>tokenizer.json</c>, which says all by itself.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="at">The path of the encoder's files in it.</param>
    /// <param name="lowerCaseFirst">Whether the sentence encoder lowers letters before the tokenizer sees them.</param>
    /// <param name="rows">How many vectors there are: no id may be as large.</param>
    internal static CheckpointTokenizer Load(CheckpointFolder folder, string at, bool lowerCaseFirst, int rows)
    {
        if (!folder.Has(at + "vocab.txt"))
        {
            if (folder.Has(at + "tokenizer.json")) return FromJson(folder, at + "tokenizer.json", lowerCaseFirst, rows);
            throw new FileNotFoundException($"The folder has neither {at}vocab.txt nor {at}tokenizer.json.", at + "vocab.txt");
        }

        var vocabulary = folder.Vocabulary(at + "vocab.txt");
        RequireTokens(vocabulary, rows);
        var normalizer = folder.Has(at + "tokenizer_config.json") ? folder.ReadJson(at + "tokenizer_config.json", json => ReadNormalizer(json, lowerCaseFirst)) : new(true, true, true);
        // A text's own "[SEP]" is text, not a marker.
        var options = new BertOptions { Normalizer = normalizer, PreTokenizer = BertWordSplitter.Instance, SplitOnSpecialTokens = false };
        var tokenizer = BertTokenizer.Create(new MemoryStream(vocabulary), options);
        return new CheckpointTokenizer(tokenizer.PaddingTokenId, (text, longest) => Between(tokenizer, text, longest));
    }

    /// <summary>The ids of a text, at most <paramref name="longest"/> with the markers: what is too much is cut off at the end.</summary>
    internal int[] Encode(string text, int longest) => _encode(text, longest);

    private static CheckpointTokenizer FromJson(CheckpointFolder folder, string name, bool lowerCaseFirst, int rows)
    {
        if (lowerCaseFirst) throw new NotSupportedException($"{name}: do_lower_case of the sentence encoder is read with vocab.txt only; here the file's normalizer must lower letters.");
        SubwordTokenizer tokenizer;
        try
        {
            tokenizer = SubwordTokenizer.Load(new MemoryStream(folder.Vocabulary(name)));
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            var message = $"{name}: {exception.Message}";
            throw exception is InvalidDataException ? new InvalidDataException(message, exception) : new NotSupportedException(message, exception);
        }

        if (tokenizer.Tokens.Count > rows) throw new InvalidDataException($"{name}: {tokenizer.Tokens.Count} tokens, but the checkpoint has vectors for {rows} only.");
        if (tokenizer.Before.Count + tokenizer.After.Count == 0) throw new NotSupportedException($"{name}: $.post_processor puts no marker around a text, which an encoder of texts needs.");
        return new CheckpointTokenizer(tokenizer.Tokens.IdOf("[PAD]") ?? 0, tokenizer.Encode);
    }

    private static int[] Between(BertTokenizer tokenizer, string text, int longest)
    {
        var words = tokenizer.EncodeToIds(text, addSpecialTokens: false);
        var ids = new int[Math.Min(words.Count, longest - 2) + 2];
        ids[0] = tokenizer.ClassificationTokenId;
        for (var i = 1; i < ids.Length - 1; i++) ids[i] = words[i - 1];
        ids[^1] = tokenizer.SeparatorTokenId;
        return ids;
    }

    private static BertTextNormalizer ReadNormalizer(CheckpointJson root, bool lowerCaseFirst)
    {
        foreach (var (name, marker) in ((string, string)[])[("pad_token", "[PAD]"), ("unk_token", "[UNK]"), ("cls_token", "[CLS]"), ("sep_token", "[SEP]")])
            if (root.Find(name) is { } own && own.IsText && own.Text() != marker) throw own.Unsupported($"\"{own.Text()}\" is not read, only \"{marker}\"");
        var lowerCase = root.FlagOr("do_lower_case", true);
        return new BertTextNormalizer(lowerCase || lowerCaseFirst, root.FlagOr("strip_accents", lowerCase), root.FlagOr("tokenize_chinese_chars", true));
    }

    private static void RequireTokens(byte[] bytes, int rows)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) throw new InvalidDataException("vocab.txt: not valid UTF-8.");
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false));
        for (var line = reader.ReadLine(); line is not null; line = reader.ReadLine())
        {
            if (tokens.Count == rows) throw new InvalidDataException($"vocab.txt: line {rows + 1}: the checkpoint has vectors for {rows} tokens only.");
            if (!tokens.Add(line)) throw new InvalidDataException($"vocab.txt: line {tokens.Count + 1}: the token is there twice.");
        }

        foreach (var marker in s_markers)
            if (!tokens.Contains(marker)) throw new InvalidDataException($"vocab.txt: the token {marker} is missing.");
    }
}

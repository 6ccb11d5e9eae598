using System.Text;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Turns a text into the ids that a checkpoint was trained on, between its markers. Thread safety: <em>immutable</em>.</summary>
internal sealed class CheckpointTokenizer
{
    private static readonly string[] s_markers = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly BertTokenizer _tokenizer;

    private CheckpointTokenizer(BertTokenizer tokenizer) => _tokenizer = tokenizer;

    /// <summary>What fills a batch's short rows.</summary>
    internal int Padding => _tokenizer.PaddingTokenId;

    /// <summary>Reads a folder's vocabulary.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="at">The path of the encoder's files in it.</param>
    /// <param name="lowerCaseFirst">Whether the sentence encoder lowers letters before the tokenizer sees them.</param>
    /// <param name="rows">How many vectors there are: no id may be as large.</param>
    internal static CheckpointTokenizer Load(CheckpointFolder folder, string at, bool lowerCaseFirst, int rows)
    {
        if (!folder.Has(at + "vocab.txt"))
        {
            // Where a reader of tokenizer.json goes: it gives another Tokenizer and the same two markers.
            if (folder.Has(at + "tokenizer.json")) throw new NotSupportedException(at + "tokenizer.json: only vocab.txt is read, and the folder has none.");
            throw new FileNotFoundException($"The folder has no {at}vocab.txt.", at + "vocab.txt");
        }

        var vocabulary = folder.Vocabulary(at + "vocab.txt");
        RequireTokens(vocabulary, rows);
        var normalizer = folder.Has(at + "tokenizer_config.json") ? folder.ReadJson(at + "tokenizer_config.json", json => ReadNormalizer(json, lowerCaseFirst)) : new(true, true, true);
                // A text's own "[SEP]" is text, not a marker.
        var options = new BertOptions { Normalizer = normalizer, PreTokenizer = BertWordSplitter.Instance, SplitOnSpecialTokens = false };
        return new CheckpointTokenizer(BertTokenizer.Create(new MemoryStream(vocabulary), options));
    }

    /// <summary>The ids of a text, at most <paramref name="longest"/> with the markers: what is too much is cut off at the end.</summary>
    internal int[] Encode(string text, int longest)
    {
        var words = _tokenizer.EncodeToIds(text, addSpecialTokens: false);
        var ids = new int[Math.Min(words.Count, longest - 2) + 2];
        ids[0] = _tokenizer.ClassificationTokenId;
        for (var i = 1; i < ids.Length - 1; i++) ids[i] = words[i - 1];
        ids[^1] = _tokenizer.SeparatorTokenId;
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

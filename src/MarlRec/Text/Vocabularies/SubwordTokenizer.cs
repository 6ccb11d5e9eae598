using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// Text to ids and back, as a published model expects: added tokens are found in the raw text, the rest is prepared, cut and encoded by Microsoft.ML.Tokenizers, and the
/// model's special tokens go around. Made by <see cref="WordPieceVocabulary.CreateTokenizer"/>, <see cref="BytePairVocabulary.CreateTokenizer"/> or <see cref="Load"/>.
/// </summary>
/// <remarks>
/// Thread safety: <em>thread-safe</em>. A text that spells an added token, such as <c>[SEP]</c>, gets its id, as in the reference implementation, unless
/// <see cref="WordPieceVocabulary.CreateTokenizer"/> was told otherwise: clean texts of strangers first where that matters. WordPiece words are measured in UTF-16 code units against the model's longest word.
/// </remarks>
public sealed class SubwordTokenizer
{
    private readonly TokenizerParts _parts;
    private readonly Dictionary<string, AddedToken> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<int, AddedToken> _addedById = [];
    private readonly AddedToken[] _longestFirst;
    private readonly SearchValues<string>? _search;

    internal SubwordTokenizer(TokenizerParts parts)
    {
        _parts = parts;
        foreach (var token in parts.Added)
        {
            _added.Add(token.Content, token);
            _addedById.Add(token.Id, token);
        }

        _longestFirst = [.. parts.Added.OrderByDescending(token => token.Content.Length)];
        _search = parts.Added.Count == 0 || !parts.FindsAdded ? null : SearchValues.Create([.. _added.Keys], StringComparison.Ordinal);
        Tokenizer = parts.WordPiece is { } model ? WordPiece(parts, model) : BytePair(parts);
    }

    /// <summary>The encoder by itself: no added tokens, nothing put around.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>All tokens and their ids.</summary>
    public SubwordTokens Tokens => _parts.Tokens;

    /// <summary>The ids put before each text, such as that of [CLS].</summary>
    public IReadOnlyList<int> Before => _parts.Before;

    /// <summary>The ids put after each text, such as that of [SEP].</summary>
    public IReadOnlyList<int> After => _parts.After;

    /// <summary>
    /// Reads a <c>tokenizer.json</c>: WordPiece, and byte-level BPE; the normalisers BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD, StripAccents, Replace (of a string) and
    /// Sequence; the pre-tokenizers BertPreTokenizer, Whitespace, WhitespaceSplit, Punctuation (isolated), ByteLevel and Sequence; the post-processors BertProcessing,
    /// RobertaProcessing and TemplateProcessing. Its truncation and padding are left to the caller.
    /// </summary>
    /// <param name="stream">UTF-8 JSON of at most 64 MiB; left open.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="NotSupportedException">The file asks for something else, whose JSON path the message names, or has more than 16,384 values beside tokens and merges.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or contradicts itself; the message names the JSON path.</exception>
    public static SubwordTokenizer Load(Stream stream) => new(TokenizerJsonReader.Read(stream));

    /// <summary>Encodes a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maximumTokens">The most ids, those put around included; the text's last ones are cut off. At least the number put around.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumTokens"/> is too small.</exception>
    public int[] Encode(string text, int maximumTokens = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumTokens, Math.Max(1, Before.Count + After.Count));
        var ids = new List<int>(Before);
        var position = 0;
        while (_search is not null && position < text.Length && text.AsSpan(position).IndexOfAny(_search) is var distance and >= 0)
        {
            var start = position + distance;
            var token = Array.Find(_longestFirst, token => text.AsSpan(start).StartsWith(token.Content, StringComparison.Ordinal))!;
            var end = start + token.Content.Length;
            if (token.TakesSpaceBefore) while (start > position && char.IsWhiteSpace(text[start - 1])) start--;
            if (token.TakesSpaceAfter) while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
            EncodePlain(text[position..start], ids);
            ids.Add(token.Id);
            position = end;
        }

        EncodePlain(text[position..], ids);
        var room = maximumTokens - After.Count;
        if (ids.Count > room) ids.RemoveRange(room, ids.Count - room);
        return [.. ids, .. After];
    }

    /// <summary>Writes the text of ids: words of WordPiece with one space between, bytes of BPE as they are (bytes that are not UTF-8 become U+FFFD).</summary>
    /// <param name="ids">Ids of this vocabulary.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range or a hole.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            var token = Tokens[id] ?? throw new ArgumentOutOfRangeException(nameof(ids), id, $"ids holds {id}, which has no token.");
            var added = _addedById.GetValueOrDefault(id);
            if (added is { IsSpecial: true } && skipSpecialTokens) continue;
            if (_parts.WordPiece is { } model)
            {
                var inside = added is null && token.Length > model.Prefix.Length && token.StartsWith(model.Prefix, StringComparison.Ordinal);
                if (!inside && text.Length > 0) text.Append(' ');
                text.Append(inside ? token.AsSpan(model.Prefix.Length) : token);
            }
            else
            {
                foreach (var symbol in token)
                {
                    if (added is null && ByteAlphabet.TryGetByte(symbol, out var value)) bytes.Add(value);
                    else bytes.AddRange(Encoding.UTF8.GetBytes([symbol]));
                }
            }
        }

        return _parts.WordPiece is null ? Encoding.UTF8.GetString([.. bytes]) : text.ToString();
    }

    private void EncodePlain(string text, List<int> ids)
    {
        if (text.Length > 0) ids.AddRange(Tokenizer.EncodeToIds(text));
    }

    private static WordPieceTokenizer WordPiece(TokenizerParts parts, WordPieceModel model)
    {
        using var lines = new MemoryStream(parts.ModelTokens.ToLines());
        return WordPieceTokenizer.Create(lines, new WordPieceOptions
        {
            Normalizer = parts.Normalizer,
            PreTokenizer = parts.Splitter,
            UnknownToken = model.UnknownToken,
            ContinuingSubwordPrefix = model.Prefix,
            MaxInputCharsPerWord = model.MaximumWordLength,
        });
    }

    private static BpeTokenizer BytePair(TokenizerParts parts) => BpeTokenizer.Create(new BpeOptions(parts.ModelTokens.Ids)
    {
        Merges = parts.Merges!.Select(merge => $"{merge.First} {merge.Second}"),
        Normalizer = parts.Normalizer,
        PreTokenizer = parts.Splitter,
        ByteLevel = true,
    });
}

using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// A byte-level BPE vocabulary: learnt by <see cref="BytePairTrainer"/> or read from <c>vocab.json</c> and <c>merges.txt</c>. What it writes, <c>BpeTokenizer</c> and
/// <c>CodeGenTokenizer</c> of Microsoft.ML.Tokenizers read.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class BytePairVocabulary
{
    private const string Header = "#version: 0.2", MergesPlace = " of the merges";

    private readonly MergeList _merges;

    private BytePairVocabulary(SubwordTokens tokens, MergeList merges, string[] specialTokens) =>
        (Tokens, _merges, SpecialTokens) = (tokens, merges, specialTokens);

    /// <summary>The tokens and their ids, written in the byte alphabet: <c>Ġ</c> is a space.</summary>
    public SubwordTokens Tokens { get; }

    /// <summary>The pairs to merge, the most urgent first.</summary>
    public IReadOnlyList<(string First, string Second)> Merges => _merges;

    /// <summary>Tokens that stand for themselves and not for bytes.</summary>
    public IReadOnlyList<string> SpecialTokens { get; }

    /// <summary>Reads <c>vocab.json</c> (an object from token to id) and <c>merges.txt</c> (two tokens a line; a first line that starts with <c>#version</c> is passed over).</summary>
    /// <param name="vocabulary">UTF-8 JSON of at most 64 MiB; left open.</param>
    /// <param name="merges">UTF-8 text of at most 64 MiB; left open.</param>
    /// <param name="specialTokens">Tokens of the vocabulary to be found in text as they stand; null means none. The files do not say.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentNullException">A stream is null.</exception>
    /// <exception cref="ArgumentException">A special token is not in the vocabulary.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names the JSON path or the line.</exception>
    /// <exception cref="NotSupportedException">The vocabulary lacks one of the 256 bytes, so it is not byte-level.</exception>
    public static BytePairVocabulary Load(Stream vocabulary, Stream merges, IEnumerable<string>? specialTokens = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(merges);
        var tokens = VocabularyObject.Read(BoundedFile.WithoutMark(BoundedFile.Read(vocabulary)).Span, "$");
        var pairs = ReadMerges(BoundedFile.ReadText(merges, MergesPlace), tokens);
        MergeRules.RequireBytes(tokens, "The vocabulary");
        string[] special = specialTokens is null ? [] : [.. specialTokens];
        foreach (var token in special)
            if (token is null || tokens.IdOf(token) is null) throw new ArgumentException($"specialTokens: \"{token}\" is not in the vocabulary.", nameof(specialTokens));
        return new BytePairVocabulary(tokens, pairs, [.. special.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Writes the two files: UTF-8, line feeds.</summary>
    /// <param name="vocabulary">Receives <c>vocab.json</c>; left open.</param>
    /// <param name="merges">Receives <c>merges.txt</c>; left open.</param>
    /// <exception cref="ArgumentNullException">A stream is null.</exception>
    public void Save(Stream vocabulary, Stream merges)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(merges);
        using (var json = new Utf8JsonWriter(vocabulary))
        {
            json.WriteStartObject();
            TokenizerJsonWriter.WriteTokens(json, Tokens);
            json.WriteEndObject();
        }

        using var writer = new StreamWriter(merges, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Header);
        foreach (var (first, second) in Merges) writer.WriteLine($"{first} {second}");
    }

    /// <summary>Writes a <c>tokenizer.json</c> that says the same.</summary>
    /// <param name="stream">Written to and left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void SaveTokenizerJson(Stream stream) => TokenizerJsonWriter.Write(stream, this);

    /// <summary>Makes the tokenizer: the encoder is Microsoft's BpeTokenizer on pieces cut by <see cref="TextSplitter.ByteLevel"/>.</summary>
    /// <returns>The tokenizer; decoding what it encoded gives the text back, if that was well-formed.</returns>
    public SubwordTokenizer CreateTokenizer() => new(new TokenizerParts
    {
        Tokens = Tokens,
        ModelTokens = Tokens,
        Merges = Merges,
        Splitter = TextSplitter.ByteLevel,
        Added = [.. SpecialTokens.Select(token => new AddedToken(token, Tokens.IdOf(token)!.Value, true, false, false))],
    });

    internal static BytePairVocabulary FromTrainer(List<string> tokens, (int First, int Second)[] merges, string[] specialTokens) =>
        SubwordTokens.TryCreate(null, [.. tokens.Select((token, id) => new KeyValuePair<string, int>(token, id))], out var made, out var token, out var problem)
            ? new BytePairVocabulary(made, new MergeList(made, merges), specialTokens)
            : throw new InvalidDataException($"The token \"{token}\" {problem}.");

    private static MergeList ReadMerges(ReadOnlyMemory<byte> text, SubwordTokens tokens)
    {
        var listed = 0;
        var lines = new Utf8Lines(text.Span);
        while (lines.MoveNext()) listed += IsMerge(lines) ? 1 : 0;
        var rules = new MergeRules(tokens, MergeRules.Most(tokens, listed), number => $"Line {LineOf(text.Span, number)}{MergesPlace}");
        lines = new Utf8Lines(text.Span);
        while (lines.MoveNext())
            if (IsMerge(lines)) rules.Add(lines.Line);
        return rules.ToList();
    }

    private static int LineOf(ReadOnlySpan<byte> text, int merge)
    {
        var lines = new Utf8Lines(text);
        while (lines.MoveNext())
            if (IsMerge(lines) && merge-- == 0) break;
        return lines.Number;
    }

    private static bool IsMerge(in Utf8Lines lines) => lines.Length > 0 && !(lines.Number == 1 && lines.Line.StartsWith("#version"u8));
}

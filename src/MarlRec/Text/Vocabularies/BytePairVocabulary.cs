using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// A byte-level BPE vocabulary: learnt by <see cref="BytePairTrainer"/> or read from <c>vocab.json</c> and <c>merges.txt</c>. What it writes, <c>BpeTokenizer</c> and
/// <c>CodeGenTokenizer</c> of Microsoft.ML.Tokenizers read.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class BytePairVocabulary
{
    private const string Header = "#version";

    private BytePairVocabulary(SubwordTokens tokens, (string First, string Second)[] merges, string[] specialTokens) =>
        (Tokens, Merges, SpecialTokens) = (tokens, merges, specialTokens);

    /// <summary>The tokens and their ids, written in the byte alphabet: <c>Ġ</c> is a space.</summary>
    public SubwordTokens Tokens { get; }

    /// <summary>The pairs to merge, the most urgent first.</summary>
    public IReadOnlyList<(string First, string Second)> Merges { get; }

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
        SubwordTokens tokens;
        using (var document = JsonAt.Parse(BoundedFile.Read(vocabulary), out var root)) tokens = root.Tokens();
        var pairs = new List<(string First, string Second)>();
        var rules = new MergeRules(tokens);
        var number = 0;
        foreach (var line in BoundedFile.Lines(BoundedFile.ReadText(merges)))
        {
            number++;
            if (line.IsEmpty || (number == 1 && line.Span.StartsWith(Header, StringComparison.Ordinal))) continue;
            pairs.Add(rules.Check(line.ToString(), $"Line {number} of the merges"));
        }

        MergeRules.RequireBytes(tokens, "The vocabulary");
        string[] special = specialTokens is null ? [] : [.. specialTokens];
        foreach (var token in special)
            if (token is null || tokens.IdOf(token) is null) throw new ArgumentException($"specialTokens: \"{token}\" is not in the vocabulary.", nameof(specialTokens));
        return new BytePairVocabulary(tokens, [.. pairs], [.. special.Distinct(StringComparer.Ordinal)]);
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
        writer.WriteLine(Header + ": 0.2");
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

    internal static BytePairVocabulary FromTrainer(List<string> tokens, (string First, string Second)[] merges, string[] specialTokens) =>
        SubwordTokens.TryCreate([.. tokens.Select((token, id) => new KeyValuePair<string, int>(token, id))], out var made, out var token, out var problem)
            ? new BytePairVocabulary(made, merges, specialTokens)
            : throw new InvalidDataException($"The token \"{token}\" {problem}.");
}

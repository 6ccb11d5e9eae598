using System.Text.Json;
using MarlRec.Text.Words;

namespace MarlRec.Text;

public sealed partial class TextPipeline
{
    private const string Format = "marlrec.text";
    private const int FormatVersion = 3;

    /// <summary>Writes options, stop words, report and vocabulary as JSON (UTF-8, ASCII characters only). Equal pipelines give equal bytes.</summary>
    /// <param name="stream">Left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", FormatVersion);
        json.WriteBoolean("lowerCase", Options.LowerCase);
        json.WriteBoolean("removeAddresses", Options.RemoveAddresses);
        json.WriteString("splitter", WordSplitting.NameOf(Options.Splitter));
        json.WriteString("unspaced", WordSplitting.NameOf(Options.Unspaced));
        json.WriteNumber("stemming", (int)Options.Stemming);
        json.WriteBoolean("deduplicate", Options.Deduplicate);
        json.WriteNumber("minimumCount", Options.MinimumCount);
        json.WriteNumber("maximumVocabulary", Options.MaximumVocabulary);
        json.WriteNumber("sequenceLength", Options.SequenceLength);
        json.WriteNumber("truncation", (int)Options.Truncation);
        json.WriteNumber("padding", (int)Options.Padding);
        json.WriteNumber("texts", Report.Texts);
        json.WriteNumber("emptyTexts", Report.EmptyTexts);
        json.WriteNumber("duplicateTexts", Report.DuplicateTexts);
        json.WriteNumber("words", Report.Words);
        json.WriteNumber("distinctWords", Report.DistinctWords);
        WriteStrings(json, "stopwords", Options.Stopwords.Words);
        WriteStrings(json, "vocabulary", Vocabulary.Words);
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Save"/> wrote, also before there was stemming (version 1) or a choice of word splitters (version 2).</summary>
    /// <param name="stream">Read to its end and left open.</param>
    /// <returns>A pipeline that gives the same ids.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">It is not such a file, or a value in it is missing, unknown, of the wrong kind or out of range; the message names it.</exception>
    public static TextPipeline Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            return Read(new JsonFields(document.RootElement));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"The text pipeline cannot be read: {e.Message}", e);
        }
    }

    private static TextPipeline Read(JsonFields fields)
    {
        if (fields.Text("format") != Format) throw new InvalidDataException($"\"format\" must be \"{Format}\".");
        var version = fields.Integer("version");
        if (version is not (1 or 2 or FormatVersion)) throw new InvalidDataException($"\"version\" must be 1, 2 or {FormatVersion}.");
        var options = new TextPipelineOptions
        {
            LowerCase = fields.Boolean("lowerCase"),
            RemoveAddresses = fields.Boolean("removeAddresses"),
            Splitter = version < 3 ? WordSplitter.Words : WordSplitting.Splitter(fields.Text("splitter")),
            Unspaced = version < 3 ? UnspacedWords.Character : WordSplitting.Unspaced(fields.Text("unspaced")),
            Stemming = version == 1 ? Stemming.None : (Stemming)fields.Integer("stemming"),
            Deduplicate = fields.Boolean("deduplicate"),
            MinimumCount = fields.Integer("minimumCount"),
            MaximumVocabulary = fields.Integer("maximumVocabulary"),
            SequenceLength = fields.Integer("sequenceLength"),
            Truncation = (Truncation)fields.Integer("truncation"),
            Padding = (Padding)fields.Integer("padding"),
            Stopwords = StopwordList.Create(fields.Texts("stopwords")),
        };
        var report = new TextReport
        {
            Texts = fields.Integer("texts"),
            EmptyTexts = fields.Integer("emptyTexts"),
            DuplicateTexts = fields.Integer("duplicateTexts"),
            Words = fields.Long("words"),
            DistinctWords = fields.Integer("distinctWords"),
        };
        var words = fields.Texts("vocabulary");
        fields.MustBeAll();
        return Vocabulary.TryCreate(words, out var vocabulary, out var index, out var problem)
            ? new TextPipeline(vocabulary, options, report)
            : throw new InvalidDataException($"\"vocabulary\"[{index}] {problem}.");
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}

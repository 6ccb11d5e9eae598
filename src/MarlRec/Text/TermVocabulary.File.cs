using System.Text.Json;

namespace MarlRec.Text;

public sealed partial class TermVocabulary
{
    private const string Format = "marlrec.terms";
    private const int FormatVersion = 1;

    /// <summary>Writes how texts are cut, the terms and their numbers of texts as JSON (UTF-8, ASCII characters only). Equal vocabularies give equal bytes.</summary>
    /// <param name="stream">Left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", FormatVersion);
        json.WriteBoolean("ofWords", Kind.OfWords);
        json.WriteNumber("shortest", Kind.Shortest);
        json.WriteNumber("longest", Kind.Longest);
        json.WriteNumber("texts", TextCount);
        json.WriteStartArray("terms");
        foreach (var term in _terms) json.WriteStringValue(term);
        json.WriteEndArray();
        json.WriteStartArray("textsWith");
        foreach (var texts in _texts) json.WriteNumberValue(texts);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="stream">Read to its end and left open.</param>
    /// <returns>A vocabulary that gives the same ids.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">It is not such a file, or a value in it is missing, repeated, of the wrong kind or out of range; the message names it.</exception>
    public static TermVocabulary Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 2, AllowDuplicateProperties = false });
            return Read(new JsonFields(document.RootElement));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"The terms cannot be read: {e.Message}", e);
        }
    }

    private static TermVocabulary Read(JsonFields fields)
    {
        if (fields.Text("format") != Format) throw new InvalidDataException($"\"format\" must be \"{Format}\".");
        if (fields.Integer("version") != FormatVersion) throw new InvalidDataException($"\"version\" must be {FormatVersion}.");
        var (ofWords, shortest, longest) = (fields.Boolean("ofWords"), fields.Integer("shortest"), fields.Integer("longest"));
        var kind = ofWords ? TextTerms.Words(shortest, longest) : TextTerms.Characters(shortest, longest);
        var (total, terms, texts) = (fields.Integer("texts"), fields.Texts("terms"), fields.Integers("textsWith"));
        fields.MustBeAll();
        if (terms.Length != texts.Length) throw new InvalidDataException($"There are {terms.Length} terms, but \"textsWith\" has {texts.Length} numbers.");
        var most = total;
        for (var id = 0; id < texts.Length; most = texts[id++])
            if (texts[id] < 1 || texts[id] > most) throw new InvalidDataException($"\"textsWith\"[{id}] is {texts[id]}, but 1 to {most} was expected.");
        return new TermVocabulary(kind, total, terms, texts); // a repeated term is an ArgumentException of its dictionary
    }
}

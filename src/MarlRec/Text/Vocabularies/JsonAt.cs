using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>A value of a JSON file together with its path, so that every complaint names the place.</summary>
internal readonly record struct JsonAt(JsonElement Element, string Path)
{
    internal bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>Parses what is small in a vocabulary file.</summary>
    /// <exception cref="InvalidDataException">Not valid JSON, nested more than 32 deep, or an object that names a member twice.</exception>
    /// <exception cref="NotSupportedException">More values than a document is made of.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8, out JsonAt root)
    {
        try
        {
            var document = SmallJson.Parse(utf8, "$");
            root = new JsonAt(document.RootElement, "$");
            return document;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name with a lone surrogate, met while names are compared.
            throw NotJson(exception);
        }
    }

    /// <summary>Reads token by token, under the same rules as a document.</summary>
    internal static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) => new(utf8, new JsonReaderOptions { MaxDepth = SmallJson.Depth });

    /// <summary>A token's kind as complaints call it.</summary>
    internal static string KindOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => nameof(JsonValueKind.Object),
        JsonTokenType.StartArray => nameof(JsonValueKind.Array),
        _ => type.ToString(),
    };

    internal static InvalidDataException NotJson(Exception exception) => new($"Not the JSON of a vocabulary: {exception.Message}", exception);

    /// <summary>The member, or an undefined value with the path it would have.</summary>
    internal JsonAt this[string name] => Member(name);

    internal IEnumerable<JsonAt> Items()
    {
        Expect(JsonValueKind.Array, "an array");
        var index = 0;
        foreach (var item in Element.EnumerateArray()) yield return new JsonAt(item, $"{Path}[{index++}]");
    }

    internal string Text()
    {
        Expect(JsonValueKind.String, "a string");
        return Read(Element, static element => element.GetString()!, Path);
    }

    internal string TextOr(string fallback) => IsNull ? fallback : Text();

    internal bool BooleanOr(bool fallback) => IsNull ? fallback : Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Invalid("is not true or false"),
    };

    internal int Integer()
    {
        Expect(JsonValueKind.Number, "a number");
        return Element.TryGetInt32(out var value) ? value : throw Invalid("is not a 32-bit integer");
    }

    internal void ExpectObject() => Expect(JsonValueKind.Object, "an object");

    internal void ExpectArray() => Expect(JsonValueKind.Array, "an array");

    internal InvalidDataException Invalid(string problem) => new($"{Path} {problem}.");

    internal NotSupportedException Unsupported(string problem) => new($"{Path}: {problem} is not supported.");

    private JsonAt Member(string name)
    {
        Expect(JsonValueKind.Object, "an object");
        return new JsonAt(Element.TryGetProperty(name, out var value) ? value : default, $"{Path}.{name}");
    }

    private void Expect(JsonValueKind kind, string what)
    {
        if (Element.ValueKind != kind) throw Invalid(Element.ValueKind == JsonValueKind.Undefined ? $"is missing; {what} was expected" : $"is {Element.ValueKind}; {what} was expected");
    }

    private static string Read<T>(T source, Func<T, string> read, string path)
    {
        try
        {
            return read(source);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException($"{path} holds text that is not well-formed UTF-16.", exception);
        }
    }
}

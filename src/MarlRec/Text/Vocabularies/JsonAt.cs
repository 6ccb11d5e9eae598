using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>A value of a JSON file together with its path, so that every complaint names the place.</summary>
internal readonly record struct JsonAt(JsonElement Element, string Path)
{
    internal bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8, out JsonAt root)
    {
        try
        {
            if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
            var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            root = new JsonAt(document.RootElement, "$");
            return document;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name with a lone surrogate, met while names are compared.
            throw new InvalidDataException($"Not the JSON of a vocabulary: {exception.Message}", exception);
        }
    }

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

    /// <summary>An object from token to id.</summary>
    internal List<KeyValuePair<string, int>> Pairs()
    {
        Expect(JsonValueKind.Object, "an object");
        if (Element.GetPropertyCount() > SubwordTokens.MaximumCount) throw Invalid($"has more than {SubwordTokens.MaximumCount} tokens");
        var pairs = new List<KeyValuePair<string, int>>(Element.GetPropertyCount());
        var path = Path;
        foreach (var member in Element.EnumerateObject())
        {
            var name = Read(member, static property => property.Name, path);
            if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetInt32(out var id)) throw new InvalidDataException($"{Path}[\"{name}\"] is not a 32-bit integer.");
            pairs.Add(new(name, id));
        }

        return pairs;
    }

    internal SubwordTokens Tokens() => Tokens(Pairs());

    internal SubwordTokens Tokens(List<KeyValuePair<string, int>> pairs) =>
        SubwordTokens.TryCreate(pairs, out var tokens, out var token, out var problem) ? tokens : throw new InvalidDataException($"{Path}[\"{token}\"] {problem}.");

    internal void ExpectObject() => Expect(JsonValueKind.Object, "an object");

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

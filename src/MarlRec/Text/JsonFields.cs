using System.Text.Json;

namespace MarlRec.Text;

/// <summary>Reads the members of a JSON object strictly: each must be there, be of its kind, and none may be left over.</summary>
internal sealed class JsonFields
{
    private readonly JsonElement _object;
    private int _read;

    internal JsonFields(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"An object was expected, not {element.ValueKind}.");
        _object = element;
    }

    internal string Text(string name) => Member(name, JsonValueKind.String).GetString()!;

    internal bool Boolean(string name) => Member(name, JsonValueKind.True).GetBoolean();

    internal int Integer(string name) => Member(name, JsonValueKind.Number).TryGetInt32(out var value) ? value : throw Wrong(name, "is not a 32-bit integer");

    internal long Long(string name) => Member(name, JsonValueKind.Number).TryGetInt64(out var value) ? value : throw Wrong(name, "is not a 64-bit integer");

    internal string[] Texts(string name)
    {
        var array = Member(name, JsonValueKind.Array);
        var values = new string[array.GetArrayLength()];
        var index = 0;
        foreach (var element in array.EnumerateArray())
            values[index++] = element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong(name, $"holds {element.ValueKind} at index {index - 1}");
        return values;
    }

    internal int[] Integers(string name)
    {
        var array = Member(name, JsonValueKind.Array);
        var values = new int[array.GetArrayLength()];
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out values[index])) throw Wrong(name, $"holds no 32-bit integer at index {index}");
            index++;
        }

        return values;
    }

    internal void MustBeAll()
    {
        if (_object.GetPropertyCount() != _read) throw new InvalidDataException($"{_object.GetPropertyCount() - _read} unknown members.");
    }

    private JsonElement Member(string name, JsonValueKind kind)
    {
        if (!_object.TryGetProperty(name, out var value)) throw Wrong(name, "is missing");
        var found = value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
        if (found != kind) throw Wrong(name, $"is {value.ValueKind}");
        _read++;
        return value;
    }

    private static InvalidDataException Wrong(string name, string problem) => new($"\"{name}\" {problem}.");
}

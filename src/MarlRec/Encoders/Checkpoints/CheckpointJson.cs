using System.Globalization;
using System.Text.Json;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>A JSON value with the place it has in its file, so that every complaint names both.</summary>
internal readonly struct CheckpointJson(string file, string path, JsonElement element)
{
    internal InvalidDataException Wrong(string problem) => new($"{file}: {path}: {problem}.");

    internal NotSupportedException Unsupported(string problem) => new($"{file}: {path}: {problem}.");

    /// <summary>A member of this object; null when it is missing or is null.</summary>
    internal CheckpointJson? Find(string name)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Wrong($"an object was expected, not {element.ValueKind}");
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new CheckpointJson(file, $"{path}.{name}", value) : null;
    }

    internal CheckpointJson Member(string name) => Find(name) ?? throw new CheckpointJson(file, $"{path}.{name}", default).Wrong("is missing");

    internal int Integer(int low, int high) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= low && value <= high
            ? value
            : throw Wrong($"a whole number in [{low}, {high}] was expected, not {Shown()}");

    internal double Number() => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) && double.IsFinite(value)
        ? value
        : throw Wrong($"a finite number was expected, not {Shown()}");

    internal bool Flag() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong($"true or false was expected, not {Shown()}"),
    };

    internal bool IsText => element.ValueKind == JsonValueKind.String;

    internal string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong($"a string was expected, not {Shown()}");

    internal List<CheckpointJson> Items(int most)
    {
        if (element.ValueKind != JsonValueKind.Array) throw Wrong($"an array was expected, not {element.ValueKind}");
        if (element.GetArrayLength() > most) throw Unsupported($"{element.GetArrayLength()} entries; at most {most} are read");
        var items = new List<CheckpointJson>();
        foreach (var item in element.EnumerateArray())
            items.Add(new CheckpointJson(file, string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]"), item));
        return items;
    }

    internal bool FlagOr(string name, bool otherwise) => Find(name)?.Flag() ?? otherwise;

    private string Shown()
    {
        var text = element.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? element.ValueKind.ToString() : element.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}

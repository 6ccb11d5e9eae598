using System.Text.Json;

namespace MarlRec.Environments.Wrappers;

/// <summary>Saved running moments: one JSON object, whose numbers are written so that they come back bit for bit.</summary>
internal static class MomentsFile
{
    private const string FormatValue = "marlrec.moments.1";

    /// <summary>Writes the moments of each agent.</summary>
    internal static void Write(Stream stream, RunningMoments[] agents)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("format", FormatValue);
        json.WriteStartArray("agents");
        foreach (var moments in agents)
        {
            json.WriteStartObject();
            json.WriteNumber("count", moments.Count);
            WriteNumbers(json, "mean", moments.Mean);
            WriteNumbers(json, "variance", moments.Variance);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote for as many agents and numbers. Nothing changes unless all of it is good.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">The stream holds something else, or moments of another shape.</exception>
    internal static void Read(Stream stream, RunningMoments[] agents)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var document = Parse(stream);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw Bad("is no JSON object");
        if (Property(document.RootElement, "format", JsonValueKind.String).GetString() != FormatValue) throw Bad($"has another format than '{FormatValue}'");
        var saved = Property(document.RootElement, "agents", JsonValueKind.Array);
        if (saved.GetArrayLength() != agents.Length) throw Bad($"has the moments of {saved.GetArrayLength()} agents, but {agents.Length} were expected");
        var read = new (double Count, double[] Mean, double[] Variance)[agents.Length];
        for (var agent = 0; agent < read.Length; agent++)
        {
            var one = saved[agent];
            if (one.ValueKind != JsonValueKind.Object) throw Bad($"has no moments of agent {agent}");
            var size = agents[agent].Mean.Length;
            read[agent] = (Number(Property(one, "count", JsonValueKind.Number), "count", 0), Numbers(one, "mean", size, double.MinValue), Numbers(one, "variance", size, 0));
        }

        for (var agent = 0; agent < read.Length; agent++) agents[agent].Set(read[agent].Count, read[agent].Mean, read[agent].Variance);
    }

    private static JsonDocument Parse(Stream stream)
    {
        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The saved statistics are not JSON: {exception.Message}", exception);
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static double[] Numbers(JsonElement parent, string name, int size, double least)
    {
        var array = Property(parent, name, JsonValueKind.Array);
        if (array.GetArrayLength() != size) throw Bad($"has {array.GetArrayLength()} numbers in '{name}', but {size} were expected");
        var values = new double[size];
        for (var i = 0; i < size; i++) values[i] = Number(array[i], name, least);
        return values;
    }

    private static double Number(JsonElement element, string name, double least)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) && double.IsFinite(value) && value >= least) return value;
        throw Bad($"has {element.GetRawText()} in '{name}', but a finite number {(least == 0 ? "of 0 or more " : "")}was expected");
    }

    private static JsonElement Property(JsonElement parent, string name, JsonValueKind kind) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw Bad($"has no {kind} '{name}'");

    private static InvalidDataException Bad(string what) => new($"The saved statistics cannot be used: the file {what}.");
}

using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// Reads a JSON object from token to id, twice, member by member: once to check and to measure, once to keep. A document of it would take several times its length.
/// </summary>
internal static class VocabularyObject
{
    /// <param name="utf8">One JSON value and white space.</param>
    /// <param name="path">Where it stands in its file.</param>
    /// <exception cref="InvalidDataException">It is no such object; the message names the path.</exception>
    internal static SubwordTokens Read(ReadOnlySpan<byte> utf8, string path)
    {
        try
        {
            var (count, bytes, highest) = Measure(utf8, path);
            var lines = new byte[bytes];
            var tokens = SubwordTokens.Empty(lines, highest, count);
            var start = 0;
            var reader = JsonAt.Reader(utf8);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var length = reader.CopyString(lines.AsSpan(start));
                var token = lines.AsSpan(start, length);
                if (token.ContainsAny((byte)'\r', (byte)'\n')) throw Invalid(path, token, "holds a line break");
                lines[start + length] = (byte)'\n';
                reader.Read();
                if (tokens.TryAdd(start, reader.GetInt32()) is { } problem) throw Invalid(path, token, problem);
                start += length + 1;
            }

            return tokens.Sort() is var id and >= 0 ? throw Invalid(path, tokens.Bytes(id), "comes twice") : tokens;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw JsonAt.NotJson(exception);
        }
    }

    private static (int Count, int Bytes, int Highest) Measure(ReadOnlySpan<byte> utf8, string path)
    {
        var reader = JsonAt.Reader(utf8);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new InvalidDataException($"{path} is {JsonAt.KindOf(reader.TokenType)}; an object was expected.");
        var (count, bytes, highest) = (0, 0, -1);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            if (++count > SubwordTokens.MaximumCount) throw new InvalidDataException($"{path} has more than {SubwordTokens.MaximumCount} tokens.");
            // An escape is never shorter than what it stands for.
            bytes = checked(bytes + name.Length + 1);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var id)) throw Invalid(path, name, "is not a 32-bit integer");
            if (name.IsEmpty) throw Invalid(path, name, "is empty");
            if (id is < 0 or >= SubwordTokens.MaximumCount) throw Invalid(path, name, $"has the id {id}, which is not in [0, {SubwordTokens.MaximumCount})");
            highest = Math.Max(highest, id);
        }

        reader.Read(); // what follows the object
        if (highest >= SubwordTokens.Limit(count)) throw new InvalidDataException($"{path}{FarOff(utf8, highest)} has the id {highest}, which is not in [0, {SubwordTokens.Limit(count)}).");
        return (count, bytes, highest);
    }

    private static string FarOff(ReadOnlySpan<byte> utf8, int highest)
    {
        var reader = JsonAt.Reader(utf8);
        var name = default(ReadOnlySpan<byte>);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName) name = reader.ValueSpan;
            else if (reader.TokenType == JsonTokenType.Number && reader.GetInt32() == highest) break;
        }

        return $"[\"{SubwordTokens.Shown(name)}\"]";
    }

    private static InvalidDataException Invalid(string path, ReadOnlySpan<byte> token, string problem) => new($"{path}[\"{SubwordTokens.Shown(token)}\"] {problem}.");
}

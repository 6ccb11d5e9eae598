using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>Reads the JSON array of merges, each a string with a space or an array of two strings, without a document of it.</summary>
internal static class MergeArray
{
    /// <param name="utf8">One JSON value and white space, of valid JSON.</param>
    /// <param name="path">Where it stands in its file.</param>
    /// <param name="tokens">The vocabulary.</param>
    /// <exception cref="InvalidDataException">It is no such array; the message names the path.</exception>
    internal static MergeList Read(ReadOnlySpan<byte> utf8, string path, SubwordTokens tokens)
    {
        var listed = Count(utf8, path, out var longest);
        var rules = new MergeRules(tokens, MergeRules.Most(tokens, listed), number => $"{path}[{number}]");
        // Of one merge: never longer than its JSON.
        var text = new byte[longest];
        var reader = JsonAt.Reader(utf8);
        try
        {
            reader.Read();
            for (var number = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; number++)
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    rules.Add(text.AsSpan(0, reader.CopyString(text)));
                    continue;
                }

                var first = Part(ref reader, text, path, number);
                var second = Part(ref reader, text.AsSpan(first), path, number);
                rules.Add(text.AsSpan(0, first), text.AsSpan(first, second));
                if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw NotAPair(path, number);
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException($"{path} holds text that is not well-formed UTF-16.", exception);
        }

        return rules.ToList();
    }

    private static int Part(ref Utf8JsonReader reader, Span<byte> text, string path, int number) =>
        reader.Read() && reader.TokenType == JsonTokenType.String ? reader.CopyString(text) : throw NotAPair(path, number);

    private static int Count(ReadOnlySpan<byte> utf8, string path, out int longest)
    {
        var reader = JsonAt.Reader(utf8);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw new InvalidDataException($"{path} is {JsonAt.KindOf(reader.TokenType)}; an array was expected.");
        longest = 0;
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.StartArray)) throw NotAPair(path, count);
            var start = reader.TokenStartIndex;
            reader.Skip();
            longest = Math.Max(longest, (int)(reader.BytesConsumed - start));
        }

        return count;
    }

    private static InvalidDataException NotAPair(string path, int number) => new($"{path}[{number}] is not a pair of tokens.");
}

using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>A tokenizer.json in three parts: the tokens and the merges, which are long and are read member by member, and a document of the rest.</summary>
internal sealed class TokenizerJsonParts : IDisposable
{
    private readonly JsonDocument _rest;

    private TokenizerJsonParts(JsonDocument rest, JsonAt root) => (_rest, Root) = (rest, root);

    /// <summary>The file, in which <c>null</c> stands for the two parts.</summary>
    internal JsonAt Root { get; }

    /// <summary>The object or array at <c>$.model.vocab</c>; null where there is neither.</summary>
    internal ReadOnlyMemory<byte>? Vocabulary { get; private init; }

    /// <summary>The object or array at <c>$.model.merges</c>; null where there is neither.</summary>
    internal ReadOnlyMemory<byte>? Merges { get; private init; }

    public void Dispose() => _rest.Dispose();

    internal static TokenizerJsonParts Cut(ReadOnlyMemory<byte> utf8)
    {
        var cuts = new List<(int Start, int End)>();
        int vocabulary = -1, merges = -1;
        try
        {
            var reader = JsonAt.Reader(utf8.Span);
            var inModel = false;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2) continue;
                if (reader.CurrentDepth == 1) inModel = reader.ValueTextEquals("model"u8);
                else if (inModel && reader.ValueTextEquals("vocab"u8)) vocabulary = Next(ref reader, cuts) ?? vocabulary;
                else if (inModel && reader.ValueTextEquals("merges"u8)) merges = Next(ref reader, cuts) ?? merges;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw JsonAt.NotJson(exception);
        }

        // A part that is there twice leaves a name that is there twice, which the document refuses.
        var document = JsonAt.Parse(Without(utf8.Span, cuts), out var root);
        return new TokenizerJsonParts(document, root) { Vocabulary = At(vocabulary), Merges = At(merges) };

        ReadOnlyMemory<byte>? At(int cut) => cut < 0 ? default(ReadOnlyMemory<byte>?) : utf8[cuts[cut].Start..cuts[cut].End];
    }

    private static int? Next(ref Utf8JsonReader reader, List<(int Start, int End)> cuts)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return null;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        cuts.Add((start, (int)reader.BytesConsumed));
        return cuts.Count - 1;
    }

    private static byte[] Without(ReadOnlySpan<byte> utf8, List<(int Start, int End)> cuts)
    {
        var left = utf8.Length;
        foreach (var (start, end) in cuts) left += 4 - (end - start);
        var rest = new byte[left];
        int read = 0, written = 0;
        foreach (var (start, end) in cuts)
        {
            utf8[read..start].CopyTo(rest.AsSpan(written));
            written += start - read;
            "null"u8.CopyTo(rest.AsSpan(written));
            written += 4;
            read = end;
        }

        utf8[read..].CopyTo(rest.AsSpan(written));
        return rest;
    }
}

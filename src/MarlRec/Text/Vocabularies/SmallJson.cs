using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>Makes documents of JSON that may be hostile: a document takes many times the length of a file that is all brackets and commas, so values are counted first.</summary>
internal static class SmallJson
{
    /// <summary>How deep values may nest.</summary>
    internal const int Depth = 32;

    // A document of so many takes less than a mebibyte, however short they are.
    private const int MostTokens = 16_384;

    /// <param name="utf8">The text.</param>
    /// <param name="place">What complaints call it.</param>
    /// <exception cref="JsonException">Not valid JSON, nested too deep, or an object that names a member twice.</exception>
    /// <exception cref="InvalidOperationException">A name is half a surrogate pair.</exception>
    /// <exception cref="NotSupportedException">Too many values.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string place)
    {
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = Depth });
        for (var count = 0; reader.Read(); count++)
            if (count == MostTokens) throw new NotSupportedException($"{place}: more than {MostTokens} names, values and brackets are not read.");
        return JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = Depth });
    }
}

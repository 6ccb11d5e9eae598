using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>Writes vocabularies as tokenizer.json, version 1.0.</summary>
internal static class TokenizerJsonWriter
{
    internal static void Write(Stream stream, WordPieceVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var tokens = vocabulary.Tokens;
        using var json = new Utf8JsonWriter(stream);
        Start(json, tokens, WordPieceVocabulary.SpecialTokens.Where(token => tokens.IdOf(token) is not null));
        json.WriteStartObject("normalizer");
        json.WriteString("type", "BertNormalizer");
        json.WriteBoolean("clean_text", vocabulary.Text.CleanText);
        json.WriteBoolean("handle_chinese_chars", vocabulary.Text.SplitChinese);
        if (vocabulary.Text.StripAccents is { } strip) json.WriteBoolean("strip_accents", strip);
        else json.WriteNull("strip_accents");
        json.WriteBoolean("lowercase", vocabulary.Text.LowerCase);
        json.WriteEndObject();
        Typed(json, "pre_tokenizer", "BertPreTokenizer");
        if (tokens.IdOf("[CLS]") is { } start && tokens.IdOf("[SEP]") is { } end) Around(json, start, end);
        else json.WriteNull("post_processor");
        json.WriteStartObject("decoder");
        json.WriteString("type", "WordPiece");
        json.WriteString("prefix", WordPieceVocabulary.Prefix);
        json.WriteBoolean("cleanup", true);
        json.WriteEndObject();
        json.WriteStartObject("model");
        json.WriteString("type", "WordPiece");
        json.WriteString("unk_token", WordPieceVocabulary.UnknownToken);
        json.WriteString("continuing_subword_prefix", WordPieceVocabulary.Prefix);
        json.WriteNumber("max_input_chars_per_word", WordPieceModel.DefaultMaximumWordLength);
        json.WriteStartObject("vocab");
        WriteTokens(json, tokens);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static void Write(Stream stream, BytePairVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream);
        Start(json, vocabulary.Tokens, vocabulary.SpecialTokens);
        json.WriteNull("normalizer");
        ByteLevel(json, "pre_tokenizer");
        json.WriteNull("post_processor");
        ByteLevel(json, "decoder");
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (var name in (ReadOnlySpan<string>)["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"]) json.WriteNull(name);
        json.WriteBoolean("fuse_unk", false);
        json.WriteBoolean("byte_fallback", false);
        json.WriteStartObject("vocab");
        WriteTokens(json, vocabulary.Tokens);
        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var (first, second) in vocabulary.Merges)
        {
            json.WriteStartArray();
            json.WriteStringValue(first);
            json.WriteStringValue(second);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static void WriteTokens(Utf8JsonWriter json, SubwordTokens tokens)
    {
        for (var id = 0; id < tokens.Count; id++)
            if (tokens.Bytes(id) is { IsEmpty: false } token) json.WriteNumber(token, id);
    }

    private static void Start(Utf8JsonWriter json, SubwordTokens tokens, IEnumerable<string> special)
    {
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        foreach (var (token, id) in special.Select(token => (token, tokens.IdOf(token)!.Value)).OrderBy(pair => pair.Value))
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", token);
            foreach (var name in (ReadOnlySpan<string>)["single_word", "lstrip", "rstrip", "normalized"]) json.WriteBoolean(name, false);
            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Around(Utf8JsonWriter json, int start, int end)
    {
        json.WriteStartObject("post_processor");
        json.WriteString("type", "BertProcessing");
        Pair(json, "sep", "[SEP]", end);
        Pair(json, "cls", "[CLS]", start);
        json.WriteEndObject();
    }

    private static void Pair(Utf8JsonWriter json, string name, string token, int id)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(token);
        json.WriteNumberValue(id);
        json.WriteEndArray();
    }

    private static void ByteLevel(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    private static void Typed(Utf8JsonWriter json, string name, string type)
    {
        json.WriteStartObject(name);
        json.WriteString("type", type);
        json.WriteEndObject();
    }
}

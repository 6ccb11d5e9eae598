using System.Globalization;

namespace MarlRec.Text.Vocabularies;

public sealed class TokenizerFileTests
{
    private const string Model = """ "model":{"type":"WordPiece","unk_token":"[UNK]","vocab":{"[UNK]":0,"a":1,"##b":2,"[CLS]":3,"[SEP]":4}} """;

    [Theory]
    [InlineData("""{"normalizer":{"type":"Strip"},MODEL}""", "$.normalizer.type")]
    [InlineData("""{"normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Prepend"}]},MODEL}""", "$.normalizer.normalizers[1].type")]
    [InlineData("""{"normalizer":{"type":"Replace","pattern":{"Regex":"a*"},"content":""},MODEL}""", "$.normalizer.pattern")]
    [InlineData("""{"pre_tokenizer":{"type":"Metaspace"},MODEL}""", "$.pre_tokenizer.type")]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel"},MODEL}""", "$.pre_tokenizer:")]
    [InlineData("""{"pre_tokenizer":{"type":"Punctuation","behavior":"Removed"},MODEL}""", "$.pre_tokenizer.behavior")]
    [InlineData("""{"post_processor":{"type":"Sequence"},MODEL}""", "$.post_processor.type")]
    [InlineData("""{"decoder":{"type":"CTC"},MODEL}""", "$.decoder")]
    [InlineData("""{"added_tokens":[{"id":0,"content":"[UNK]","single_word":true}],MODEL}""", "$.added_tokens[0].single_word")]
    [InlineData("""{"version":"2.0",MODEL}""", "$.version")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[]}}""", "$.model.type")]
    [InlineData("""{"model":{"type":"WordPiece","max_input_chars_per_word":2000000000,"vocab":{"[UNK]":0}}}""", "$.model.max_input_chars_per_word")]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","merges":[],"vocab":{"a":0}}}""", "$.model.vocab")]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","byte_fallback":true,"merges":[],"vocab":{"a":0}}}""", "$.model.byte_fallback")]
    [InlineData("""{"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"Whitespace"}]},MODEL}""", "$.pre_tokenizer.pretokenizers[1]")]
    public void WhatIsNotSupportedIsNamedByItsPath(string json, string path)
    {
        using var stream = RandomText.Stream(json.Replace("MODEL", Model, StringComparison.Ordinal));
        Assert.StartsWith(path, Assert.Throws<NotSupportedException>(() => SubwordTokenizer.Load(stream)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{""", "Not the JSON")]
    [InlineData("""{"model":{"vocab":{"a":0,"a":1}}}""", "$.model.vocab[\"a\"] comes twice")]
    [InlineData("""{"model":{"vocab":{"a":0},"vocab":{"a":0}}}""", "Not the JSON")]
    [InlineData("""{"model":{"vocab":["a"]}}""", "$.model.vocab is Array; an object was expected")]
    [InlineData("""{"model":{"vocab":{"[UNK]":0,"":1}}}""", "$.model.vocab[\"\"] is empty")]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{BYTES},"merges":{}}}""", "$.model.merges is Object; an array was expected")]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{BYTES}}}""", "$.model.merges is missing")]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{BYTES},"merges":[["a","b"],"a b"]}}""", "$.model.merges[1] repeats \"a b\"")]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{BYTES},"merges":[["a","b","b"]]}}""", "$.model.merges[0] is not a pair")]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{BYTES},"merges":["a c"]}}""", "$.model.merges[0] names \"ac\"")]
    [InlineData("""[]""", "$ ")]
    [InlineData("""{}""", "$.model ")]
    [InlineData("""{"model":{"vocab":{"[UNK]":0,"a":0}}}""", "$.model.vocab[\"a\"]")]
    [InlineData("""{"model":{"vocab":{"[UNK]":0,"a":-1}}}""", "$.model.vocab[\"a\"]")]
    [InlineData("""{"model":{"vocab":{"[UNK]":0,"a":2000000000}}}""", "$.model.vocab[\"a\"]")]
    [InlineData("""{"model":{"vocab":{"[UNK]":0,"a":1.5}}}""", "$.model.vocab[\"a\"]")]
    [InlineData("""{"model":{"vocab":{"[UNK]":0,"\ud800":1}}}""", "Not the JSON")]
    [InlineData("""{"model":{"vocab":{"[UNK]":0,"a\nb":1}}}""", "$.model.vocab")]
    [InlineData("""{"model":{"vocab":{"a":0}}}""", "$.model.unk_token")]
    [InlineData("""{"added_tokens":[{"id":2,"content":"a"}],MODEL}""", "$.added_tokens[0].id")]
    [InlineData("""{"added_tokens":[{"id":1,"content":"new"}],MODEL}""", "$.model.vocab[\"new\"]")]
    [InlineData("""{"post_processor":{"type":"BertProcessing","sep":["[SEP]",3],"cls":["[CLS]",3]},MODEL}""", "$.post_processor.sep[1]")]
    [InlineData("""{"post_processor":{"type":"TemplateProcessing","single":[],"special_tokens":{}},MODEL}""", "$.post_processor.single")]
    [InlineData("""{"normalizer":{"type":"Replace","pattern":{"String":""},"content":"x"},MODEL}""", "$.normalizer.pattern.String")]
    [InlineData("""{"normalizer":{"type":7},MODEL}""", "$.normalizer.type")]
    public void WhatIsDamagedIsNamedByItsPath(string json, string path)
    {
        using var stream = RandomText.Stream(json.Replace("MODEL", Model, StringComparison.Ordinal).Replace("BYTES", ByteTokens(), StringComparison.Ordinal));
        Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => SubwordTokenizer.Load(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheStepsOfAFileRunInItsOrder()
    {
        using var stream = RandomText.Stream("""
            {"version":"1.0","added_tokens":[{"id":9,"content":"<mask>","lstrip":true,"special":true,"normalized":false}],
             "normalizer":{"type":"Sequence","normalizers":[{"type":"NFKD"},{"type":"StripAccents"},{"type":"Lowercase"},{"type":"Replace","pattern":{"String":"b"},"content":"a"}]},
             "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Punctuation"}]},
             "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"S","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"E","type_id":0}}],
              "special_tokens":{"S":{"id":"S","ids":[5],"tokens":["<s>"]},"E":{"id":"E","ids":[6,5],"tokens":["</s>","<s>"]}}},
             "model":{"type":"WordPiece","unk_token":"?","vocab":{"?":0,"a":1,"##a":2,"!":3,"fi":4,"<s>":5,"</s>":6}}}
            """);
        var tokenizer = SubwordTokenizer.Load(stream);
        Assert.Equal([5, 1, 2, 3, 1, 9, 4, 0, 6, 5], tokenizer.Encode("ÁB!Å \t<mask>ﬁ x"));
        Assert.Equal("aa ! a fi", tokenizer.Decode([5, 1, 2, 3, 1, 9, 4, 6]).Replace("<s> ", "", StringComparison.Ordinal).Replace(" </s>", "", StringComparison.Ordinal));
        Assert.Equal((10, null, "<mask>"), (tokenizer.Tokens.Count, tokenizer.Tokens[8], tokenizer.Tokens[9]));
    }

    [Theory]
    [InlineData("[UNK]\na\na\n", "Line 3")]
    [InlineData("a\n", "The vocabulary lacks [UNK]")]
    [InlineData("", "The vocabulary lacks [UNK]")]
    public void DamagedListsAreRefused(string text, string start)
    {
        using var stream = RandomText.Stream(text);
        Assert.StartsWith(start, Assert.Throws<InvalidDataException>(() => WordPieceVocabulary.Load(stream)).Message, StringComparison.Ordinal);
        using var bytes = new MemoryStream([(byte)'a', (byte)'\n', 0xFF]);
        Assert.StartsWith("Line 2", Assert.Throws<InvalidDataException>(() => WordPieceVocabulary.Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#version: 0.2\na\n", "Line 2")]
    [InlineData("a  b\n", "Line 1")]
    [InlineData("a b\na b\n", "Line 2")]
    [InlineData("\na z\n", "Line 2")]
    public void DamagedMergesAreRefusedWithTheirLine(string merges, string line)
    {
        using MemoryStream vocabulary = RandomText.Stream("{" + ByteTokens() + "}"), rules = RandomText.Stream(merges);
        Assert.StartsWith(line + " ", Assert.Throws<InvalidDataException>(() => BytePairVocabulary.Load(vocabulary, rules)).Message, StringComparison.Ordinal);
    }

    // All bytes and "ab", as the members of an object.
    private static string ByteTokens() => string.Join(',', Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharOf((byte)value).ToString()).Append("ab")
        .Select((token, id) => $"{System.Text.Json.JsonSerializer.Serialize(token)}:{id.ToString(CultureInfo.InvariantCulture)}"));
}

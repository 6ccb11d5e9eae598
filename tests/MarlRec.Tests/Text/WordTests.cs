using System.Buffers;
using System.Text;
using FsCheck.Xunit;

namespace MarlRec.Text;

public sealed class WordTests
{
    [Theory]
    [InlineData("I don’t  like\tWINTER.", "i don't like winter.")]
    [InlineData("see https://example.org/a?b=c, and www.example.org now", "see and now")]
    [InlineData("(mail first.last@example.org!) ok", "(mail ok")]
    [InlineData("5:30 a@b wwwhat e.g. x://y", "5:30 a@b wwwhat e.g.")]
    [InlineData("soft\u00ADhyphen zero\u200Bwidth \uFEFFmark a\u2028b", "softhyphen zero width mark a b")]
    [InlineData("\ud83d\ude00 É İ ß", "\ud83d\ude00 é i ß")]
    [InlineData(" \r\n\0 ", "")]
    public void Cleaning_is_as_documented(string text, string expected) => Assert.Equal(expected, new TextCleaner().Normalize(text));

    [Fact]
    public void Cleaning_can_keep_case_and_addresses()
    {
        Assert.Equal("A", new TextCleaner(lowerCase: false).Normalize("A www.x.org"));
        Assert.Equal("a b", new TextCleaner().Normalize("\ud800a\udc00\ud800B\ud83d"));
        Assert.Equal("a www.x.org", new TextCleaner(removeAddresses: false).Normalize("A  www.X.org"));
    }

    [Property(MaxTest = 500)]
    public void Cleaning_twice_is_cleaning_once(string text, int seed)
    {
        // Random texts seldom hold an address, so pieces of addresses are mixed in.
        string[] pieces = ["www.", "://", "@", ".", " ", "a", "W", "\u00AD", "\ud800", "'s", "\u2019", "x.y", "(", "\u200B"];
        var mixed = new StringBuilder(text ?? "");
        for (var state = (uint)seed; state > 0; state /= 14) mixed.Append(pieces[state % 14]);
        var cleaner = new TextCleaner();
        var once = cleaner.Normalize(mixed.ToString());
        Assert.True(once.Length <= mixed.Length);
        Assert.Equal(once, cleaner.Normalize(once));
    }

    [Fact]
    public void Lower_case_keeps_the_width_and_is_final_for_every_character()
    {
        for (var value = 0; value < 0x110000; value++)
        {
            if (!Rune.TryCreate(value, out var rune)) continue;
            var lower = Characters.ToLower(rune);
            if (lower == rune) continue;
            Assert.Equal(lower, Characters.ToLower(lower));
            Assert.True(lower.Utf16SequenceLength <= rune.Utf16SequenceLength);
        }
    }

    [Theory]
    [InlineData("well-known readers' club", "well known readers club")]
    [InlineData("the reader's o'clock don’t 'quoted' rock'n'roll", "the reader o'clock don’t quoted rock'n'roll")]
    [InlineData("3.5 km, 1,000,000 steps. 5. 1.a 90's", "3.5 km 1,000,000 steps 5 1 a 90 s")]
    [InlineData("C# & C++; a_b", "C C a b")]
    [InlineData("日本語とkana 한국어 naïve cafe\u0301", "日 本 語 と kana 한국어 naïve cafe\u0301")]
    [InlineData("𠀀𝒳 \u0301x ½", "𠀀 𝒳 x ½")]
    [InlineData("'s s's", "s s")]
    public void Words_are_split_as_documented(string text, string expected)
    {
        Assert.Equal(expected, string.Join(' ', Words(text)));
        Assert.Equal(WordPreTokenizer.Instance.PreTokenize(text), WordPreTokenizer.Instance.PreTokenize(text.AsSpan()));
    }

    [Property(MaxTest = 300)]
    public void Words_never_overlap_and_start_and_end_inside_the_text(string text)
    {
        var end = 0;
        foreach (var (offset, length) in WordPreTokenizer.Instance.PreTokenize(text ?? ""))
        {
            Assert.True(offset >= end && length > 0);
            end = offset + length;
        }

        Assert.True(end <= (text ?? "").Length);
    }

    [Fact]
    public void The_stopword_filter_drops_stop_words_in_any_case()
    {
        var filter = new StopwordFilter(WordPreTokenizer.Instance, StopwordList.English);
        const string text = "I like TO read, I’m sure: It's not I'VE but don't";
        Assert.Equal(["like", "read", "sure", "not", "don't"], filter.PreTokenize(text).Select(w => text.Substring(w.Offset, w.Length)));
        Assert.Equal(filter.PreTokenize(text), filter.PreTokenize(text.AsSpan()));
        Assert.Throws<ArgumentNullException>("inner", () => new StopwordFilter(null!, StopwordList.None));
        Assert.Throws<ArgumentNullException>("stopwords", () => new StopwordFilter(WordPreTokenizer.Instance, null!));
        Assert.Throws<ArgumentNullException>("text", () => filter.PreTokenize((string)null!));
        Assert.Throws<ArgumentNullException>("original", () => new TextCleaner().Normalize(null!));
    }

    [Fact]
    public void The_english_list_is_what_its_description_says()
    {
        Assert.InRange(StopwordList.English.Count, 200, 400);
        Assert.All(StopwordList.English.Words, word => Assert.Equal(word, new TextCleaner().Normalize(word)));
        foreach (var kept in new[] { "like", "love", "read", "no", "not", "never", "don't", "good" }) Assert.False(StopwordList.English.Contains(kept), kept);
        foreach (var gone in new[] { "I", "the", "To", "you're", "YOU’RE", "because" }) Assert.True(StopwordList.English.Contains(gone), gone);
    }

    [Fact]
    public void Stopword_lists_are_values()
    {
        var list = StopwordList.Create(["B", "a", "b"]);
        Assert.Equal(["a", "b"], list.Words);
        Assert.Equal(list, StopwordList.None.With("a").With("b", "A"));
        Assert.Equal(list.GetHashCode(), StopwordList.Create(["a", "b"]).GetHashCode());
        Assert.Equal(["b"], list.Without("A", "zzz").Words);
        Assert.NotEqual(list, StopwordList.None);
        Assert.False(list.Equals(null));
        foreach (var bad in new[] { "", null, "a b", "a\n", "\ud800" }) Assert.Throws<ArgumentException>("words", () => StopwordList.Create([bad!]));
        Assert.Throws<ArgumentNullException>("words", () => StopwordList.Create(null!));
    }

    [Fact]
    public void The_tokenizer_serves_the_base_class()
    {
        var tokenizer = new WordTokenizer(Vocabulary.FromWords(["red", "fox"]), new TextCleaner());
        var tokens = tokenizer.EncodeToTokens("The RED   fox", out var normalized);
        Assert.Equal("the red fox", normalized);
        Assert.Equal([("the", 1, 0..3), ("red", 2, 4..7), ("fox", 3, 8..11)], tokens.Select(t => (t.Value, t.Id, t.Offset)));
        Assert.Equal([1, 2], tokenizer.EncodeToIds("the red fox", 2, out _, out var consumed));
        Assert.Equal(7, consumed);
        Assert.Equal(7, tokenizer.GetIndexByTokenCount("the red fox", 2, out _, out var count));
        Assert.Equal(2, count);
        Assert.Equal(4, tokenizer.GetIndexByTokenCountFromEnd("the red fox", 2, out _, out _));
        Assert.Equal(3, tokenizer.CountTokens("the red fox"));
        Assert.Equal([1], tokenizer.EncodeToIds("the red fox", considerPreTokenization: false));
        Assert.Equal([1, 2], tokenizer.EncodeToIds("The red".AsSpan()));
        Assert.Empty(tokenizer.EncodeToIds("", considerPreTokenization: false));
        Assert.Equal("[UNK] red fox", tokenizer.Decode([1, 2, 3, 0, 0]));
        Assert.Equal(OperationStatus.DestinationTooSmall, tokenizer.Decode([2, 3], new char[6], out var used, out var written));
        Assert.Equal((1, 3), (used, written));
        Assert.Equal(OperationStatus.InvalidData, tokenizer.Decode([2, 4], new char[9], out _, out _));
        Assert.Throws<ArgumentNullException>("vocabulary", () => new WordTokenizer(null!));
    }

    private static IEnumerable<string> Words(string text) => WordPreTokenizer.Instance.PreTokenize(text).Select(w => text.Substring(w.Offset, w.Length));
}

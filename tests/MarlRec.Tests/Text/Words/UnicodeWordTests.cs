using System.Globalization;
using System.Text;
using FsCheck.Xunit;

namespace MarlRec.Text.Words;

public sealed class UnicodeWordTests
{
    private static readonly Dictionary<string, WordBreakClass> s_names = new()
    {
        ["CR"] = WordBreakClass.CarriageReturn, ["LF"] = WordBreakClass.LineFeed, ["NL"] = WordBreakClass.Newline, ["Extend"] = WordBreakClass.Extend,
        ["ZWJ"] = WordBreakClass.ZeroWidthJoiner, ["FO"] = WordBreakClass.Format, ["RI"] = WordBreakClass.RegionalIndicator, ["KA"] = WordBreakClass.Katakana,
        ["HL"] = WordBreakClass.HebrewLetter, ["LE"] = WordBreakClass.Letter, ["SQ"] = WordBreakClass.SingleQuote, ["DQ"] = WordBreakClass.DoubleQuote,
        ["MB"] = WordBreakClass.MidNumLet, ["ML"] = WordBreakClass.MidLetter, ["MN"] = WordBreakClass.MidNum, ["NU"] = WordBreakClass.Numeric,
        ["EX"] = WordBreakClass.ExtendNumLet, ["WSegSpace"] = WordBreakClass.Space, ["XX"] = WordBreakClass.Other,
    };

    // Format characters until Unicode 14, numbers or letters since.
    private static readonly HashSet<int> s_changedSince = [0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD];

    [Fact]
    public void Every_character_has_the_class_that_Unicode_gives_it()
    {
        var wrong = new List<string>();
        var characters = 0;
        foreach (var line in Lines("word_break_classes.txt"))
        {
            var parts = line.Split('-', ' ');
            for (var value = Hex(parts[0]); value <= Hex(parts[1]); value++, characters++)
            {
                var actual = WordBreakProperties.Of(new Rune(value));
                if (actual == WordBreakClass.Unspaced) actual = WordBreakClass.Other;
                if (actual != s_names[parts[2]] && !s_changedSince.Contains(value)) wrong.Add($"{value:X} is {actual}, not {parts[2]}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(characters > 280_000, $"only {characters} characters");
    }

    [Theory]
    [InlineData("word_breaks.txt")]
    [InlineData("word_breaks_icu.txt")]
    public void Segments_are_those_of_the_annex(string fixture)
    {
        var (count, wrong) = (0, new List<string>());
        foreach (var line in Lines(fixture))
        {
            var segments = Array.ConvertAll(line.Split('|'), segment => string.Concat(segment.Split(' ').Select(code => char.ConvertFromUtf32(Hex(code)))));
            var actual = Segments(string.Concat(segments));
            if (!segments.SequenceEqual(actual)) wrong.Add($"{line} ({string.Join('|', segments)}) but {string.Join('|', actual)}");
            count++;
        }

        Assert.Empty(wrong);
        Assert.Equal(2500, count);
    }

    [Theory]
    [InlineData("The reader's 3.5 km, a_b @ example.org!", "The|reader's|3.5|km|a_b|example.org")]
    [InlineData("日本語のカタカナ。", "日|本|語|の|カタカナ")]
    [InlineData("ไทย né cafe\u0301 한국어", "ไ|ท|ย|né|cafe\u0301|한국어")]
    [InlineData("漢\u0301字 a漢b", "漢\u0301|字|a|漢|b")]
    [InlineData("👍🏽 ok 🇩🇪", "ok")]
    [InlineData("צה\"ל ה'", "צה\"ל|ה'")]
    [InlineData("aⓂ🅰b Ⓜ", "aⓂ🅰b|Ⓜ")]
    [InlineData("\ud800a\udc00 _ -- …", "a")]
    public void Words_hold_a_letter_or_a_digit(string text, string expected) => Assert.Equal(expected, Words(new UnicodeWordPreTokenizer(), text));

    [Theory]
    [InlineData("日本語の本。東 a京都b", "日本|本語|語の|の本|東|a|京都|b")]
    [InlineData("漢\u0301字\u0301か", "漢\u0301字\u0301|字\u0301か")]
    [InlineData("一、二", "一|二")]
    [InlineData("", "")]
    public void Bigrams_are_pairs_of_neighbours(string text, string expected) => Assert.Equal(expected, Words(new UnicodeWordPreTokenizer(UnspacedWords.Bigram), text));

    [Fact]
    public void Emoji_are_words_if_asked_for() => Assert.Equal("👩‍👩‍👧|ok|👍🏽|🇩🇪|🇫🇷|1️⃣", Words(new UnicodeWordPreTokenizer(keepEmoji: true), "👩‍👩‍👧 ok! 👍🏽 🇩🇪🇫🇷 1️⃣ …"));

    [Property(MaxTest = 500)]
    public void Segments_cover_any_text_and_words_are_in_order(int[] choices, string text)
    {
        string[] pieces = ["a", "1", ".", "'", "\"", "א", "カ", "漢", "ก", "_", "\u0301", "\u200D", "👩", "🇩", " ", "\r", "\n", "\ud800", "\udc00", ",", text ?? ""];
        var mixed = string.Concat((choices ?? []).Select(choice => pieces[(uint)choice % pieces.Length]));
        Assert.Equal(mixed, string.Concat(Segments(mixed)));
        var end = 0;
        foreach (var (offset, length) in new UnicodeWordPreTokenizer(keepEmoji: true).PreTokenize(mixed))
        {
            Assert.True(offset >= end && length > 0 && offset + length <= mixed.Length);
            end = offset + length;
        }

        var last = (Start: -1, End: -1);
        foreach (var (offset, length) in new UnicodeWordPreTokenizer(UnspacedWords.Bigram).PreTokenize(mixed))
        {
            Assert.True(offset > last.Start && offset + length > last.End && offset + length <= mixed.Length);
            last = (offset, offset + length);
        }
    }

    [Theory]
    [InlineData("\u0301")]
    [InlineData("a.")]
    [InlineData("a.\u0301\u0301\u0301")]
    [InlineData("\"א")]
    [InlineData("1,")]
    [InlineData("\u200D👩")]
    [InlineData("🇩")]
    [InlineData("漢")]
    [InlineData("'")]
    public void A_million_characters_of_anything_are_done_in_linear_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        foreach (var unspaced in Enum.GetValues<UnspacedWords>())
        {
            var words = new UnicodeWordPreTokenizer(unspaced, keepEmoji: true).PreTokenize(text).ToArray();
            Assert.Equal(words.OrderBy(word => word.Offset), words);
        }
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentNullException>("text", () => new UnicodeWordPreTokenizer().PreTokenize((string)null!));
        Assert.Contains("7", Assert.Throws<ArgumentOutOfRangeException>("unspaced", () => new UnicodeWordPreTokenizer((UnspacedWords)7)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(string name) => File.ReadLines(RepositoryFiles.At("tests/Fixtures/" + name)).Where(line => !line.StartsWith('#'));

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Words(UnicodeWordPreTokenizer tokenizer, string text)
    {
        Assert.Equal(tokenizer.PreTokenize(text), tokenizer.PreTokenize(text.AsSpan()));
        return string.Join('|', tokenizer.PreTokenize(text).Select(word => text.Substring(word.Offset, word.Length)));
    }

    private static List<string> Segments(string text)
    {
        var segments = new List<string>();
        var breaker = new WordBreaker(text);
        while (breaker.MoveNext()) segments.Add(text[breaker.Start..breaker.End]);
        return segments;
    }
}

using FsCheck.Xunit;

namespace MarlRec.Text.Words;

public sealed class SentenceTests
{
    [Theory]
    [InlineData("One. Two! Three? Four… Five.", "One.|Two!|Three?|Four…|Five.")]
    [InlineData("Mr. Fox met Dr. J. R. Smith. They talked.", "Mr. Fox met Dr. J. R. Smith.|They talked.")]
    [InlineData("We left at 5 p.m. It was late. At 6 p.m. we slept.", "We left at 5 p.m.|It was late.|At 6 p.m. we slept.")]
    [InlineData("The U.S. Army is in the U.S. She left the U.K. too.", "The U.S. Army is in the U.S.|She left the U.K. too.")]
    [InlineData("Pay 3.50 at example.org. See No. 5. No. I won't. It costs 5. Then go.", "Pay 3.50 at example.org.|See No. 5.|No.|I won't.|It costs 5.|Then go.")]
    [InlineData("1. Open the box. 2. Take it (i.e. the toy). Done", "1. Open the box.|2. Take it (i.e. the toy).|Done")]
    [InlineData("\"Stop!\" he said. (Really.) ‘Yes.’ \"No.\" \"Why?\"", "\"Stop!\" he said.|(Really.)|‘Yes.’|\"No.\"|\"Why?\"")]
    [InlineData("Well... maybe. Wait... What?! No way!!", "Well... maybe.|Wait...|What?!|No way!!")]
    [InlineData("  A title\n\nFirst line\r\ngoes on. Next\r\r\nEnd\u2029Last ", "A title|First line\r\ngoes on.|Next|End|Last")]
    [InlineData("今日は。「いい天気！」行こう？はい．", "今日は。|「いい天気！」|行こう？|はい．")]
    [InlineData("यह है। वह है॥ هل؟ نعم۔ Ça va ? Oui.", "यह है।|वह है॥|هل؟|نعم۔|Ça va ?|Oui.")]
    [InlineData("a.b.c d.e, apples etc. are fine, etc. Good.", "a.b.c d.e, apples etc. are fine, etc.|Good.")]
    [InlineData(". . ? x", ".|.|? x")]
    [InlineData(" \n\n ", "")]
    public void Sentences_end_as_documented(string text, string expected)
    {
        Assert.Equal(expected, Join(SentenceSplitter.English, text));
        Assert.Equal(SentenceSplitter.English.Split(text), SentenceSplitter.English.Split(text.AsSpan()));
    }

    [Fact]
    public void Other_languages_bring_their_own_abbreviations()
    {
        const string text = "Das ist z.B. Obst. Siehe Abs. 3 und Hrn. Maier. Mr. Fox.";
        Assert.Equal("Das ist z.B. Obst.|Siehe Abs. 3 und Hrn. Maier.|Mr.|Fox.", Join(new SentenceSplitter(["Hrn"], ["abs"]), text));
        Assert.Equal("Das ist z.B. Obst.|Siehe Abs.|3 und Hrn.|Maier.|Mr.|Fox.", Join(new SentenceSplitter([]), text));
    }

    [Property(MaxTest = 1000)]
    public void Sentences_of_any_text_are_in_order_and_hold_all_but_white_space(int[] choices, string text)
    {
        string[] pieces = [".", "!", "。", " ", "\n", "\r", "\u2029", "A", "b", "Mr", "5", "\"", "(", ")", "\ud800", "\udc00", "The", "no", "…", text ?? ""];
        Covers(string.Concat((choices ?? []).Select(choice => pieces[(uint)choice % pieces.Length])));
    }

    [Theory]
    [InlineData(".")]
    [InlineData(". ")]
    [InlineData("a.")]
    [InlineData("A. ")]
    [InlineData("5. A ")]
    [InlineData(".)")]
    [InlineData("(")]
    [InlineData("\"")]
    [InlineData("\n")]
    [InlineData("a")]
    [InlineData("Mr. A")]
    public void A_million_characters_of_anything_are_done_in_linear_time(string piece)
    {
        var many = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));
        Covers(many);
        Covers(new string('(', 500_000) + many);
        Covers(many + new string('(', 500_000) + "x. 5. A");
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentNullException>("text", () => SentenceSplitter.English.Split((string)null!));
        Assert.Throws<ArgumentNullException>("abbreviations", () => new SentenceSplitter(null!));
        foreach (var bad in new[] { null, "", "mr.", "a b", "\ud800", new string('a', 33) })
        {
            Assert.Throws<ArgumentException>("abbreviations", () => new SentenceSplitter([bad!]));
            Assert.Throws<ArgumentException>("beforeNumbers", () => new SentenceSplitter([], [bad!]));
        }
    }

    private static string Join(SentenceSplitter splitter, string text) => string.Join('|', splitter.Split(text).Select(span => text.Substring(span.Offset, span.Length)));

    private static void Covers(string text)
    {
        var end = 0;
        foreach (var (offset, length) in SentenceSplitter.English.Split(text))
        {
            Assert.True(offset >= end && length > 0 && offset + length <= text.Length);
            Assert.True(text.AsSpan(end, offset - end).IsWhiteSpace());
            Assert.False(char.IsWhiteSpace(text[offset]) || char.IsWhiteSpace(text[offset + length - 1]));
            end = offset + length;
        }

        Assert.True(text.AsSpan(end).IsWhiteSpace());
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Xunit;

namespace MarlRec.Text.Words;

public sealed partial class TreebankTests
{
    private static readonly TreebankPreTokenizer s_treebank = TreebankPreTokenizer.Instance;

    [Fact]
    public void Tokens_are_those_of_NLTK()
    {
        var count = 0;
        foreach (var line in File.ReadLines(RepositoryFiles.At("tests/Fixtures/nltk_words.txt")).Where(line => !line.StartsWith("# eng", StringComparison.Ordinal)))
        {
            var parts = Array.ConvertAll(line.Split('\t'), part => Escape().Replace(part, match => ((char)int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));
            Assert.True(parts[1..].SequenceEqual(TreebankPreTokenizer.Tokenize(parts[0])), $"{line}\nbut: {string.Join('\t', TreebankPreTokenizer.Tokenize(parts[0]))}");
            SpansAreTokens(parts[0]);
            count++;
        }

        Assert.True(count > 3000, $"only {count} sentences");
    }

    [Theory]
    [InlineData("He said \"no\".", "He said \" no \" .", "He said `` no '' .")]
    [InlineData("(''a'' \"b", "( '' a '' \" b", "( `` a '' `` b")]
    [InlineData("'Tis cannot don't readers'", "'T is can not do n't readers '", "'T is can not do n't readers '")]
    public void Offsets_refer_to_the_text_and_only_quotes_are_rewritten(string text, string spans, string tokens)
    {
        Assert.Equal(spans, string.Join(' ', s_treebank.PreTokenize(text).Select(span => text.Substring(span.Offset, span.Length))));
        Assert.Equal(tokens, string.Join(' ', TreebankPreTokenizer.Tokenize(text)));
        Assert.Equal(s_treebank.PreTokenize(text), s_treebank.PreTokenize(text.AsSpan()));
    }

    [Property(MaxTest = 1000)]
    public void Any_text_gives_spans_in_order_that_hold_all_but_white_space(int[] choices, string text)
    {
        string[] pieces = ["'", "\"", "`", "''", ".", ",", ":", " ", "\n", "\x1C", "--", "(", "n't", "'s", "cannot", "wanna", "'tis", "\ud800", "\udc00", "\ud83d\ude00", "é", "7", text ?? ""];
        SpansAreTokens(string.Concat((choices ?? []).Select(choice => pieces[(uint)choice % pieces.Length])));
    }

    // Quadratic work over a million characters would not come back while a test waits; that these return is the proof.
    [Theory]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData(".")]
    [InlineData(". ")]
    [InlineData(".)")]
    [InlineData("`")]
    [InlineData(",")]
    [InlineData(" '")]
    [InlineData("a's ")]
    [InlineData("cannot")]
    [InlineData("d'ye ")]
    [InlineData("'\n")]
    [InlineData("\ud83d")]
    public void A_million_characters_of_anything_are_done_in_linear_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        SpansAreTokens(text);
        Assert.Equal(s_treebank.PreTokenize(text).Count(), TreebankPreTokenizer.Tokenize(text).Count);
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>("text", () => s_treebank.PreTokenize((string)null!));
        Assert.Throws<ArgumentNullException>("text", () => TreebankPreTokenizer.Tokenize(null!));
    }

    private static void SpansAreTokens(string text)
    {
        var tokens = TreebankPreTokenizer.Tokenize(text);
        var spans = s_treebank.PreTokenize(text).ToArray();
        Assert.Equal(tokens.Count, spans.Length);
        var (end, joined) = (0, new StringBuilder());
        for (var i = 0; i < spans.Length; i++)
        {
            var (offset, length) = spans[i];
            Assert.True(offset >= end && length > 0 && offset + length <= text.Length);
            var source = text.Substring(offset, length);
            Assert.True(source == tokens[i] || (source == "\"" && tokens[i] is "``" or "''") || (source == "''" && tokens[i] == "``"), $"{source} became {tokens[i]}");
            joined.Append(source);
            end = offset + length;
        }

        Assert.Equal(string.Concat(text.Where(unit => !TreebankCharacters.IsSpace(unit))), joined.ToString());
    }

    [GeneratedRegex(@"\\u[0-9A-F]{4}")]
    private static partial Regex Escape();
}

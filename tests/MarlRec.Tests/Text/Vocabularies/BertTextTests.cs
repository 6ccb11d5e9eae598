using System.Text;
using FsCheck.Xunit;

namespace MarlRec.Text.Vocabularies;

public class BertTextTests
{
    [Theory]
    [InlineData("Caf\u00e9 \u00c5NGSTR\u00d6M", "cafe angstrom")]
    [InlineData("cafe\u0301", "cafe")]
    [InlineData("\u0130stanbul", "istanbul")]
    [InlineData("\u1ec7 \u01d5", "e u")]
    [InlineData("\uD55C\uAD6D", "\u1112\u1161\u11AB\u1100\u116E\u11A8")]
    [InlineData("\u0958", "\u0915")]
    [InlineData("\u4e2d\u6587", " \u4e2d  \u6587 ")]
    [InlineData("a\u00a0b\tc\u200bd\u0007e\ufffdf", "a b cdef")]
    [InlineData("\ud800x", "x")]
    [InlineData("\U00020000", " \U00020000 ")]
    public void TextsAreNormalisedAsBertDoes(string text, string expected) => Assert.Equal(expected, new BertNormalizer().Normalize(text));

    [Theory]
    [InlineData("don't $5.00 a_b \u20ac9", "don|'|t|$|5|.|00|a|_|b|\u20ac9")]
    [InlineData("  x\u2014y\u3002 ", "x|\u2014|y|\u3002")]
    [InlineData("", "")]
    public void WordsAreCutAsBertDoes(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', TextSplitter.Bert.PreTokenize(text).Select(word => text.Substring(word.Offset, word.Length))));

    [Property]
    public bool NormalisingTwiceChangesNoWord(string? text)
    {
        if (text is null) return true;
        var normalizer = new BertNormalizer();
        string[] Words(string value) => [.. TextSplitter.Bert.PreTokenize(value).Select(word => value.Substring(word.Offset, word.Length))];
        var once = normalizer.Normalize(text);
        return Words(once).SequenceEqual(Words(normalizer.Normalize(once)));
    }

    [Fact]
    public void NoCharacterKeepsAMark()
    {
        var normalizer = new BertNormalizer();
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (!Rune.IsValid(point)) continue;
            foreach (var rune in normalizer.Normalize(new Rune(point).ToString()).EnumerateRunes())
                Assert.True(Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.NonSpacingMark, $"U+{point:X4} keeps U+{rune.Value:X4}.");
        }
    }

    [Fact]
    public void ASpelledMarkerIsTextWhereTokensAreNotSought()
    {
        using var stream = RandomText.Stream("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n[\nsep\n]\n");
        var vocabulary = WordPieceVocabulary.Load(stream);
        Assert.Equal([2, 3, 3], vocabulary.CreateTokenizer().Encode("[SEP]"));
        var tokenizer = vocabulary.CreateTokenizer(findSpecialTokens: false);
        Assert.Equal([2, 5, 6, 7, 3], tokenizer.Encode("[SEP]"));
        Assert.Equal("[ sep ]", tokenizer.Decode([2, 5, 6, 7, 3]));
    }
}

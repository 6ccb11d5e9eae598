using System.Text;
using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Text;

public sealed class TermVocabularyTests
{
    private static readonly string[] s_texts = ["Fire Emblem: the Fire stones", "fire and ice", "", "ice", "The stones", "ice 😀", "ice 😁"];

    [Property]
    public void IdsAndNumbersAreThoseOfCounting(byte[][] texts, byte minimum, byte maximum)
    {
        // Words of one letter out of eight, so that many repeat.
        string[] written = [.. texts.Select(text => string.Join(' ', (text ?? []).Select(letter => (char)('a' + (letter % 8)))))];
        var (least, most) = (1 + (minimum % 4), 1 + (maximum % 12));
        var vocabulary = TermVocabulary.Build(written, TextTerms.Words(1, 2), least, most);
        var runs = Array.ConvertAll(written, Runs);
        var expected = runs.SelectMany(own => own.Distinct()).GroupBy(term => term).Select(group => (Term: group.Key, Texts: group.Count()))
            .Where(one => one.Texts >= least).OrderByDescending(one => one.Texts).ThenBy(one => one.Term, StringComparer.Ordinal).Take(most).ToArray();
        Assert.Equal(expected, Enumerable.Range(0, vocabulary.Count).Select(id => (vocabulary[id], vocabulary.TextsWith(id))));
        Assert.Equal(written.Length, vocabulary.TextCount);
        for (var id = 0; id < vocabulary.Count; id++) Assert.Equal(Math.Log((1.0 + written.Length) / (1 + expected[id].Texts)) + 1, vocabulary.Rarity(id), 1e-12);
        for (var text = 0; text < written.Length; text++)
            Assert.Equal(runs[text].Distinct().Where(term => expected.Any(one => one.Term == term)), vocabulary.Encode(written[text]).Select(id => vocabulary[id]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFileGivesTheSameIdsAndBytes(bool ofWords)
    {
        var vocabulary = TermVocabulary.Build(s_texts, ofWords ? TextTerms.Words(1, 3) : TextTerms.Characters(2, 4), 1);
        var file = Saved(vocabulary);
        var read = TermVocabulary.Load(new MemoryStream(file));
        Assert.Equal(file, Saved(read));
        Assert.Equal((vocabulary.Count, vocabulary.TextCount, vocabulary.Kind.ToString()), (read.Count, read.TextCount, read.Kind.ToString()));
        foreach (var text in s_texts.Append("the ICE stones")) Assert.Equal(vocabulary.Encode(text), read.Encode(text));
    }

    [Fact]
    public void TheOrderOfTextsDoesNotMatter() =>
        Assert.Equal(Saved(TermVocabulary.Build(s_texts, minimumTexts: 1)), Saved(TermVocabulary.Build(s_texts.Reverse(), minimumTexts: 1)));

    [Fact]
    public void RunsLongerThanAnyTextAreNone()
    {
        foreach (var kind in (TextTerms[])[TextTerms.Words(1, int.MaxValue), TextTerms.Characters(3, int.MaxValue)])
            Assert.Equal(2, TermVocabulary.Build(["fire and ice", "fire and ice"], kind).TextsWith(0));
    }

    [Fact]
    public void DamagedFilesGiveDocumentedExceptionsAndTakeLittleMemory()
    {
        var (refused, survived, most) = HostileFiles.Check(
            Saved(TermVocabulary.Build(s_texts, minimumTexts: 1)), 5, static file => TermVocabulary.Load(new MemoryStream(file)).Encode("fire"), static exception => exception is InvalidDataException,
            static bad => HostileFiles.Bound(bad.Length));
        Assert.True(refused >= HostileFiles.Rounds / 4 && survived > 0, $"{refused} refused, {survived} read, at most {most} bytes");
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version")]
    [InlineData("\"shortest\": 1", "\"shortest\": 0", "shortest")]
    [InlineData("\"texts\": 7", "\"texts\": 1", "textsWith\"[0] is 4")]
    [InlineData("\"ice\"", "\"fire\"", "fire")]
    [InlineData("\"ofWords\": true,", "", "ofWords")]
    public void AFileThatContradictsItselfIsRefused(string right, string wrong, string named)
    {
        var file = Encoding.UTF8.GetString(Saved(TermVocabulary.Build(s_texts)));
        Assert.Contains(right, file);
        var exception = Assert.Throws<InvalidDataException>(() => TermVocabulary.Load(new MemoryStream(Encoding.UTF8.GetBytes(file.Replace(right, wrong)))));
        Assert.Contains(named, exception.Message);
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        Assert.Throws<ArgumentNullException>("texts", () => TermVocabulary.Build(null!));
        Assert.Contains("Text 1", Assert.Throws<ArgumentNullException>("texts", () => TermVocabulary.Build(["a", null!])).Message);
        Assert.Throws<ArgumentOutOfRangeException>("minimumTexts", () => TermVocabulary.Build([], minimumTexts: 0));
        Assert.Throws<ArgumentOutOfRangeException>("maximumTerms", () => TermVocabulary.Build([], maximumTerms: 0));
        var vocabulary = TermVocabulary.Build(["a b", "a"]);
        Assert.Throws<ArgumentOutOfRangeException>("id", () => vocabulary[1]);
        Assert.Throws<ArgumentOutOfRangeException>("id", () => vocabulary.TextsWith(-1));
        Assert.Throws<ArgumentNullException>("text", () => vocabulary.Encode(null!));
    }

    private static string[] Runs(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. words, .. words.Zip(words.Skip(1), (first, second) => $"{first} {second}")];
    }

    private static byte[] Saved(TermVocabulary vocabulary)
    {
        using var stream = new MemoryStream();
        vocabulary.Save(stream);
        return stream.ToArray();
    }
}

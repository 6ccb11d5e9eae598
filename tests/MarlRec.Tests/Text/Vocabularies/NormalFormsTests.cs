using System.Security.Cryptography;
using System.Text;

namespace MarlRec.Text.Vocabularies;

public sealed class NormalFormsTests
{
    private static readonly (bool Compatible, bool Compose)[] Forms = [(false, false), (false, true), (true, false), (true, true)];
    private static readonly string[] Fixture = File.ReadAllLines(RepositoryFiles.At("tests/Fixtures/normal_forms.txt"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryCharacterHasTheFormThatPythonGivesIt(int form)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var point = 0; point < 0x110000; point++)
            if (Rune.IsValid(point)) hash.AppendData(Encoding.UTF8.GetBytes(NormalForms.Normalize(new Rune(point).ToString(), Forms[form].Compatible, Forms[form].Compose) + "\n"));
        Assert.Equal(Fixture[2 + form].Split(' ')[1], Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void RandomTextsHaveTheFormsThatPythonGivesThem()
    {
        var cases = Fixture.Skip(6).ToArray();
        Assert.Equal(400, cases.Length);
        foreach (var line in cases)
        {
            var fields = line.Split('|').Select(RandomText.Points).ToArray();
            for (var form = 0; form < 4; form++)
            {
                var actual = NormalForms.Normalize(fields[0], Forms[form].Compatible, Forms[form].Compose);
                Assert.Equal(fields[1 + form], actual);
                Assert.Equal(actual, NormalForms.Normalize(actual, Forms[form].Compatible, Forms[form].Compose));
            }
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void RandomTextsAreCutIntoTheWordsOfThePublishedRules(int column, bool lowerCase)
    {
        var normalizer = new BertNormalizer(lowerCase ? BertTextOptions.Uncased : BertTextOptions.Cased);
        var cases = File.ReadAllLines(RepositoryFiles.At("tests/Fixtures/bert_text.txt")).Skip(1).ToArray();
        Assert.Equal(600, cases.Length);
        foreach (var line in cases)
        {
            var fields = line.Split('|');
            var text = normalizer.Normalize(RandomText.Points(fields[0]));
            var words = TextSplitter.Bert.PreTokenize(text).Select(piece => text.Substring(piece.Offset, piece.Length));
            Assert.Equal(fields[column].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(RandomText.Points), words);
        }
    }

    [Fact]
    public void UnpairedSurrogatesAndLongRunsOfMarksDoNoHarm()
    {
        Assert.Equal("a\uFFFDé", NormalForms.Normalize("a\uD800e\u0301", compatible: false, compose: true));
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 100_000));
        Assert.Equal(new string('\u0323', 100_000) + new string('\u0301', 100_000), NormalForms.Normalize(marks, compatible: false, compose: false));
        Assert.Equal("ab", new BertNormalizer().Normalize("a\uDC00b"));
    }
}

using MarlRec.Text;

namespace MarlRec.Recommenders.Lexical;

public class LexicalRankerTests
{
    private static readonly string[] s_texts = ["Fire Emblem: The Sacred Stones", "Fire, fire! The board game", "", "The board", "Stones of FIRE", "x"];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void TfIdfFollowsItsDefinition(int shortest, int longest)
    {
        var words = s_texts.Select(Words).ToArray();
        var counts = words.Select(w => Runs(w, shortest, longest).CountBy(t => t).ToDictionary()).ToArray();
        var vectors = counts.Select(c => c.ToDictionary(p => p.Key, p => p.Value * (Math.Log(7.0 / (1 + counts.Count(d => d.ContainsKey(p.Key)))) + 1))).ToArray();
        double Cosine(int a, int b) => vectors[a].Count == 0 || vectors[b].Count == 0 ? 0
            : vectors[a].Sum(p => p.Value * vectors[b].GetValueOrDefault(p.Key)) / Math.Sqrt(vectors[a].Values.Sum(v => v * v) * vectors[b].Values.Sum(v => v * v));
        var ranker = new TfIdfRanker(s_texts, TextTerms.Words(shortest, longest), 0.5);
        var scores = new float[6];
        ranker.Score([3, 2, 0], scores);
        for (var i = 0; i < 6; i++) Assert.Equal(Cosine(0, i) + 0.5 * Cosine(2, i) + 0.25 * Cosine(3, i), scores[i], 1e-5);
    }

    [Fact]
    public void Bm25FollowsItsDefinition()
    {
        var words = s_texts.Select(Words).ToArray();
        var mean = words.Average(w => w.Length);
        double Part(string term, int item)
        {
            double n = words.Count(w => w.Contains(term)), tf = words[item].Count(w => w == term);
            return Math.Log(1 + (6 - n + 0.5) / (n + 0.5)) * tf * 2.5 / (tf + 1.5 * (0.4 + 0.6 * words[item].Length / mean));
        }

        var ranker = new Bm25Ranker(s_texts, decay: 0.5, saturation: 1.5, lengthNormalisation: 0.6);
        var scores = new float[6];
        ranker.Score([1, 4], scores);
        for (var i = 0; i < 6; i++) Assert.Equal(words[4].Sum(t => Part(t, i)) + 0.5 * words[1].Sum(t => Part(t, i)), scores[i], 1e-5);
    }

    [Fact]
    public void CharactersCrossWordsAndForgiveSpelling()
    {
        string[] texts = ["playstation controller", "play station controler", "garden hose"];
        var scores = new float[3];
        new TfIdfRanker(texts).Score([0], scores);
        Assert.True(scores[0] > scores[1] && scores[1] > 0.3 && scores[2] < 0.05, string.Join(' ', scores));
        Assert.Equal(1, scores[0], 1e-5);
        Assert.Equal("characters 3-5", TextTerms.Characters().ToString());
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        Assert.Throws<ArgumentNullException>("texts", () => new TfIdfRanker(null!));
        Assert.Throws<ArgumentException>("texts", () => new TfIdfRanker(["a", null!]));
        Assert.Throws<ArgumentOutOfRangeException>("decay", () => new TfIdfRanker(["a"], decay: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("saturation", () => new Bm25Ranker(["a"], saturation: -1));
        Assert.Throws<ArgumentOutOfRangeException>("lengthNormalisation", () => new Bm25Ranker(["a"], lengthNormalisation: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>("longest", () => TextTerms.Words(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>("shortest", () => TextTerms.Characters(0));
        var ranker = new TfIdfRanker(s_texts);
        Assert.Throws<ArgumentException>("scores", () => ranker.Score([], new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>("history", () => ranker.Score([6], new float[6]));
        var scores = new float[] { 9, 9, 9, 9, 9, 9 };
        ranker.Score([], scores);
        Assert.All(scores, score => Assert.Equal(0, score));
    }

    private static string[] Words(string text) => text.ToLowerInvariant().Split([' ', ':', ',', '!'], StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Runs(string[] words, int shortest, int longest) =>
        Enumerable.Range(shortest, longest - shortest + 1).SelectMany(length => Enumerable.Range(0, Math.Max(0, words.Length - length + 1)).Select(start => string.Join(' ', words[start..(start + length)])));
}

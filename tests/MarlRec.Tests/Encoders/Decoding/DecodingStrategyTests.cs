using MarlRec.Execution;

namespace MarlRec.Encoders.Decoding;

public class DecodingStrategyTests
{
    private static readonly float[] s_scores = [-1.5f, 0.25f, float.NegativeInfinity, 1, 0.25f, -0.5f, 0.75f];

    // The upper 0.1 % of χ² with 1, 2, … degrees of freedom.
    private static readonly double[] s_critical = [10.83, 13.82, 16.27, 18.47, 20.52];

    [Theory]
    [InlineData(3, 1.0, 1.0)]
    [InlineData(100, 1.0, 1.0)]
    [InlineData(100, 1.0, 0.5)]
    [InlineData(4, 1.0, 2.0)]
    [InlineData(0, 0.7, 1.0)]
    [InlineData(0, 1.0, 1.5)]
    [InlineData(0, 0.9, 0.4)]
    public void FrequenciesAreTheSoftmaxs(int k, double p, double temperature)
    {
        IDecodingStrategy strategy = k > 0 ? new TopKSampling(k, temperature) : new TopPSampling(p, temperature);
        var weights = s_scores.Select(score => Math.Exp(score / temperature)).ToArray();
        var order = Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0).OrderByDescending(i => weights[i]).ThenBy(i => i).ToArray();
        var kept = order.Take(k > 0 ? k : 1 + Enumerable.Range(0, order.Length).TakeWhile(n => order.Take(n + 1).Sum(i => weights[i]) < p * weights.Sum() - 1e-12).Count()).ToArray();

        const int draws = 20_000;
        var random = new RandomStream(4);
        var counts = new int[weights.Length];
        for (var i = 0; i < draws; i++) counts[strategy.Choose(s_scores, random)]++;
        var total = kept.Sum(i => weights[i]);
        var chiSquare = kept.Sum(i => Math.Pow(counts[i] - draws * weights[i] / total, 2) / (draws * weights[i] / total));
        Assert.Equal(draws, kept.Sum(i => counts[i])); // nothing else is ever drawn
        Assert.True(chiSquare < s_critical[kept.Length - 2], $"χ² of {kept.Length} tokens is {chiSquare}");
    }

    [Fact]
    public void OneCandidateIsGreedyAndTiesGoToTheLowerToken()
    {
        var random = new RandomStream(1);
        IDecodingStrategy[] strategies = [GreedyDecoding.Instance, new TopKSampling(1), new TopKSampling(1, 50), new TopPSampling(1e-9), new TopPSampling(1, 1e-6)];
        for (var round = 0; round < 200; round++)
        {
            var scores = new float[1 + random.Next(40)];
            foreach (ref var score in scores.AsSpan()) score = random.Next(6); // many ties
            var best = Array.IndexOf(scores, scores.Max());
            foreach (var strategy in strategies[..4]) Assert.Equal(best, strategy.Choose(scores, random));
            Assert.Equal(scores[best], scores[strategies[4].Choose(scores, random)]);
        }
    }

    [Fact]
    public void TheSameStreamGivesTheSameTokens()
    {
        int[] Draw(ulong seed)
        {
            var random = new RandomStream(seed);
            return [.. Enumerable.Range(0, 50).Select(_ => new TopPSampling(0.95).Choose(s_scores, random))];
        }

        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }

    [Fact]
    public void TheBestOfManyAreThoseOfASort()
    {
        var random = new RandomStream(2);
        for (var round = 0; round < 300; round++)
        {
            var scores = new double[random.Next(60)];
            foreach (ref var score in scores.AsSpan()) score = random.Next(8) == 0 ? double.NegativeInfinity : random.Next(10);
            var heap = new BestCandidates(new Candidate[round % 20]);
            for (var i = 0; i < scores.Length; i++) heap.Offer(scores[i], i);
            var expected = Enumerable.Range(0, scores.Length).Where(i => scores[i] > double.NegativeInfinity).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(round % 20);
            Assert.Equal(expected.Select(i => new Candidate(scores[i], i)), heap.Ordered().ToArray());
        }
    }

    [Fact]
    public void BadInputNamesWhatIsWrong()
    {
        var random = new RandomStream(1);
        foreach (var strategy in (IDecodingStrategy[])[GreedyDecoding.Instance, new TopKSampling(2), new TopPSampling(0.5)])
        {
            Assert.Contains("scores[1] is NaN", Assert.Throws<ArgumentException>("scores", () => strategy.Choose([1, float.NaN], random)).Message);
            Assert.Throws<ArgumentException>("scores", () => strategy.Choose([float.PositiveInfinity], random));
            Assert.Throws<ArgumentException>("scores", () => strategy.Choose([float.NegativeInfinity], random));
            Assert.Throws<ArgumentException>("scores", () => strategy.Choose([], random));
            Assert.Throws<ArgumentNullException>("random", () => strategy.Choose([1], null!));
        }

        Assert.Throws<ArgumentOutOfRangeException>("k", () => new TopKSampling(0));
        Assert.Throws<ArgumentOutOfRangeException>("temperature", () => new TopKSampling(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("temperature", () => new TopPSampling(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("p", () => new TopPSampling(0));
        Assert.Throws<ArgumentOutOfRangeException>("p", () => new TopPSampling(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("Width", () => new BeamSearchOptions { Width = 0 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("LengthPenalty", () => new BeamSearchOptions { LengthPenalty = double.NaN }.Validate());
    }
}

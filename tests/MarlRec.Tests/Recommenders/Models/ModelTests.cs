using FsCheck.Xunit;
using MarlRec.Encoders;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Recommenders.Models;

public class ModelTests
{
    [Property]
    public void TheTopItemsAreThoseOfAFullSort(byte[] numbers, bool[] allowed, byte count)
    {
        var scores = numbers.Select(number => (float)(number % 7)).ToArray();
        var mask = scores.Select((_, i) => i >= allowed.Length || allowed[i]).ToArray();
        var items = new int[count % 12];
        var found = TopItems.Select(scores, mask, items);
        Assert.Equal(Enumerable.Range(0, scores.Length).Where(item => mask[item]).OrderByDescending(item => scores[item]).Take(items.Length), items[..found]);
    }

    public static TheoryData<int, double, int, double, double> CountOptions => new() { { 20, 1, 20, 0.8, 150 }, { 20, 0, 50, 1, 150 }, { 1, 2, 1, 0.5, 10 }, { 3, 0.5, 2, 0.3, 1 } };

    [Theory]
    [MemberData(nameof(CountOptions))]
    public void TransitionCountsAreThoseOfTheFormula(int window, double power, int length, double decay, double scale)
    {
        const int items = 9;
        var options = new TransitionCountsOptions { Window = window, DistancePower = power, HistoryLength = length, HistoryDecay = decay, Scale = scale };
        var sequences = Histories(new RandomStream(4), 12, items, 14);
        var fitted = TransitionCounts.Fit(sequences, items, options, TestContext.Current.CancellationToken);
        var counts = new double[items, items];
        foreach (var sequence in sequences)
            for (var i = 0; i < sequence.Length; i++)
                for (var j = i + 1; j < sequence.Length; j++)
                    if (j - i <= window && sequence[i] != sequence[j]) counts[sequence[i], sequence[j]] += Math.Pow(j - i, -power);
        var scores = new float[items];
        foreach (var history in sequences.Append([]).Append([3]))
        {
            fitted.Score(history, scores);
            var voices = history.Reverse().Take(length).ToArray();
            var norm = voices.Select((_, j) => Math.Pow(decay, j)).Sum();
            for (var item = 0; item < items; item++)
            {
                var expected = voices.Select((from, j) => Math.Pow(decay, j) / norm * Math.Log(1 + counts[from, item] * items / scale)).Sum();
                Assert.Equal(expected, scores[item], 4);
            }
        }

        var total = sequences.Sum(sequence => sequence.Length);
        for (var item = 0; item < items; item++) Assert.Equal(Math.Log((sequences.Sum(s => s.Count(other => other == item)) + 1.0) / (total + items)), fitted.Popularity[item], 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => TransitionCounts.Fit([[items]], items, options, TestContext.Current.CancellationToken));
        Assert.Throws<OperationCanceledException>(() => TransitionCounts.Fit(sequences, items, options, new CancellationToken(true)));
    }

    [Fact]
    public void TwoAudiencesHaveTwoDirections()
    {
        var random = new RandomStream(1);
        int[][] histories = [.. Enumerable.Range(0, 60).Select(user => Enumerable.Range(0, 6).Select(_ => random.Next(6) + 6 * (user % 2)).ToArray())];
        var vectors = CooccurrenceVectors.Fit(histories, 13, 4, new RandomStream(2));
        Assert.Equal(vectors, CooccurrenceVectors.Fit(histories, 13, 4, new RandomStream(2)));
        for (var a = 0; a < 13; a++) Assert.Equal(1, Cosine(vectors, a, a, 4), 4);
        double within = 0, across = 0;
        for (var a = 0; a < 12; a++)
            for (var b = 0; b < 12; b++)
                if (a != b && a / 6 == b / 6) within += Cosine(vectors, a, b, 4) / 60;
                else if (a != b) across += Cosine(vectors, a, b, 4) / 72;
        Assert.True(within > across + 0.5, $"{within} within, {across} across");
        foreach (var empty in new[] { Array.Empty<int[]>(), [[]], [[0]] }) Assert.All(CooccurrenceVectors.Fit(empty, 2, 5, random), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void TheTextMatchIsTheCosineOfTfIdf()
    {
        int[][] texts = [[2, 3, 3], [3, 4], [], [5, 5, 5, 2], [4]];
        int[] query = [3, 5, 2];
        double Idf(int word) => Math.Log((texts.Length + 1.0) / (texts.Count(text => text.Contains(word)) + 1));
        double Weight(int[] text, int word) => text.Contains(word) ? (1 + Math.Log(text.Count(other => other == word))) * Idf(word) : 0;
        var scores = new float[texts.Length];
        new TextMatch(texts, 6).Score(query, scores);
        var length = Math.Sqrt(query.Sum(word => Idf(word) * Idf(word)));
        for (var item = 0; item < texts.Length; item++)
        {
            var norm = Math.Sqrt(Enumerable.Range(0, 6).Sum(word => Math.Pow(Weight(texts[item], word), 2)));
            var cosine = norm > 0 ? query.Sum(word => Idf(word) * Weight(texts[item], word)) / (norm * length) : 0;
            // The query's own length is the same for every item and left out.
            Assert.Equal(cosine * length, scores[item], 4);
        }
    }

    [Fact]
    public void NegativesAreCorrectedByHowOftenTheyAreDrawn()
    {
        int[][] histories = [[.. Enumerable.Repeat(0, 40), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(2, 3)]];
        const int items = 30, draws = 4000;
        var sampler = new NegativeSampler(histories, items, 8);
        var (seen, expected) = (new double[items], new double[items]);
        int[] all = [.. Enumerable.Range(0, items)];
        var random = new RandomStream(3);
        for (var draw = 0; draw < draws; draw++)
        {
            var (negatives, corrections) = sampler.Draw(all, random);
            Assert.Equal(8, negatives.Distinct().Count());
            foreach (var item in negatives) seen[item]++;
            for (var item = 0; item < items; item++) expected[item] += Math.Exp(corrections.Targets[item]);
            for (var i = 0; i < negatives.Length; i++) Assert.Equal(corrections.Targets[negatives[i]], corrections.Negatives[i]);
        }

        for (var item = 0; item < items; item++) Assert.InRange(seen[item] / expected[item], 0.9, 1.1);
        var (everything, none) = new NegativeSampler(histories, items, 99).Draw(all, random);
        Assert.Equal(all, everything);
        Assert.Empty(none.Targets);
    }

    [Fact]
    public void CorrectionsOfRareItemsAreExactInAHugeCatalogue()
    {
        // 1 − p rounds to 1 in floats for the rarest items; their expected number of draws is still about tries · p.
        var sampler = new NegativeSampler([[.. Enumerable.Repeat(0, 100_000)]], 400_000, 2);
        var (_, corrections) = sampler.Draw([399_999], new RandomStream(1));
        var p = 1 / (Math.Pow(100_001, 0.75) + 399_999);
        Assert.InRange(Math.Exp(corrections.Targets[0]) / p, 1.9, 8.1);
        Assert.Equal(Math.Round(Math.Exp(corrections.Targets[0]) / p), Math.Exp(corrections.Targets[0]) / p, 2);
    }

    [Property]
    public void WindowsCoverEveryTransitionOfEveryHistory(byte seed, byte length)
    {
        var size = 2 + length % 6;
        var random = new RandomStream(seed);
        int[][] histories = [.. Enumerable.Range(0, 5).Select(user => Enumerable.Range(0, random.Next(30)).Select(i => user * 100 + i).ToArray())];
        var windows = SequenceWindows.Cut(histories, size, random.Fork("cut"));
        Assert.All(windows, window => Assert.InRange(window.Count, 2, size + 1));
        var covered = windows.SelectMany(window => window.Skip(1)).ToHashSet();
        Assert.Equal(histories.SelectMany(history => history.Skip(1)).Order(), covered.Order());
    }

    [Fact]
    public void TheBlendIsTheBestOfTheGrid()
    {
        const int items = 12;
        var histories = Histories(new RandomStream(8), 25, items, 8).Where(history => history.Length >= 3).ToArray();
        int[][] known = [.. histories.Select(history => history[..^1])];
        int[] targets = [.. histories.Select(history => history[^1])];
        var options = new InterestRankerOptions { Size = 4, Epochs = 1 };
        var trainer = new InterestRankerTrainer(options, known, [.. Enumerable.Range(0, items).Select(_ => Array.Empty<int>())], 0, new RandomStream(2), ComputeContext.Serial);
        trainer.Epoch(0, TestContext.Current.CancellationToken);
        var counts = TransitionCounts.Fit(known, items, TransitionCountsOptions.NewestFirst, TestContext.Current.CancellationToken);
        var (blend, ndcg) = BlendSearch.Run(trainer.Build(counts, new ScoreBlend(0.5f, 0)), known, targets, ComputeContext.Serial);
        double Judge(ScoreBlend trial)
        {
            var ranker = trainer.Build(counts, trial);
            var scores = new float[items];
            return known.Select((history, user) =>
            {
                ranker.Score(history, scores);
                var list = Enumerable.Range(0, items).Where(item => item == targets[user] || !history.Contains(item)).OrderByDescending(item => scores[item]).ToList();
                var rank = list.IndexOf(targets[user]);
                return rank < 10 ? 1 / Math.Log2(rank + 2) : 0;
            }).Average();
        }

        Assert.Equal(Judge(blend), ndcg, 4);
        foreach (var encoder in new[] { 0, 0.25f, 0.5f, 1 })
            foreach (var popularity in new[] { -0.3f, 0, 0.5f }) Assert.True(Judge(new ScoreBlend(encoder, popularity)) <= ndcg + 1e-4);
    }

    [Fact]
    public void EncodingIsTheLastStateOfTheForwardPassBitForBit()
    {
        var encoder = new LstmEncoder(9, 8, new RandomStream(6));
        int[] ids = [1, 2, 3, 4, 5, 8, 0, 0, 7, 7, 7, 0];
        int[] lengths = [4, 2, 3];
        var states = encoder.Forward(new Tape(ComputeContext.Serial, recording: false), ids, lengths).Value.ToArray();
        for (var row = 0; row < 3; row++)
        {
            var interest = new float[8];
            encoder.Encode(ids.AsSpan(row * 4, lengths[row]), interest);
            Assert.Equal(states.AsSpan((row * 4 + lengths[row] - 1) * 8, 8).ToArray(), interest);
        }

        var nothing = new float[8];
        Array.Fill(nothing, 3);
        encoder.Encode([], nothing);
        Assert.All(nothing, value => Assert.Equal(0, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode([9], new float[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode([-1], new float[8]));
        Assert.Throws<ArgumentException>(() => encoder.Encode([1], new float[7]));
        Assert.Throws<ArgumentException>(() => encoder.Forward(new Tape(ComputeContext.Serial), [1, 2, 3], [1, 1]));
        Assert.ThrowsAny<ArgumentException>(() => new LstmEncoder(0, 8, new RandomStream(0)));
        Assert.ThrowsAny<ArgumentException>(() => new LstmEncoder(8, 0, new RandomStream(0)));
    }

    private static int[][] Histories(RandomStream random, int users, int items, int longest) =>
        [.. Enumerable.Range(0, users).Select(_ => Enumerable.Range(0, random.Next(longest)).Select(_ => random.Next(items)).ToArray())];

    private static double Cosine(float[] vectors, int a, int b, int size) => Enumerable.Range(0, size).Sum(d => (double)vectors[a * size + d] * vectors[b * size + d]);

    [Fact]
    public void ItemsThatNobodyConsumedGetDirectionsOfTheirOwn()
    {
        var vectors = CooccurrenceVectors.Fit([[0, 1, 2], [2, 3, 0]], 7, 4, new RandomStream(3));
        Assert.NotEqual(vectors[16..20], vectors[20..24]);
        Assert.NotEqual(vectors[20..24], vectors[24..28]);
    }

    [Theory]
    [InlineData(20, 10, 20)]
    [InlineData(21, 10, 10)]
    public void AHalfDrawnCatalogueIsTakenWhole(int items, int asked, int drawn)
    {
        var (negatives, corrections) = new NegativeSampler([[0, 1]], items, asked).Draw([0], new RandomStream(1));
        Assert.Equal(drawn, negatives.Distinct().Count());
        Assert.Equal(drawn < items, corrections.Negatives.Length > 0);
    }
}

using MathNet.Numerics.Distributions;

namespace MarlRec.Execution;

/// <summary>Fixed seeds, so these pass or fail for good; bounds are what chance exceeds once in ten thousand or more rarely.</summary>
public class RandomStreamDistributionTests
{
    private static readonly int Draws = TestTier.Choose(100_000, 2_000_000);

    public static TheoryData<ulong> Seeds => [0, 1, 0xDEADBEEF, ulong.MaxValue];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(97)]
    [InlineData(1000)]
    public void IntegersAreUniform(int count)
    {
        var random = new RandomStream(1);
        var counts = new int[count];
        for (var i = 0; i < Draws; i++) counts[random.Next(count)]++;
        AssertUniform(counts);
    }

    [Theory]
    // Without rejection 3 · 2^29 would give every third value twice as often, and the thirds of the range would show it.
    [InlineData(3 << 29)]
    [InlineData(int.MaxValue)]
    public void LargeIntegersHaveNoModuloBias(int count)
    {
        var random = new RandomStream(2);
        int[] parts = new int[12], residues = new int[3];
        for (var i = 0; i < Draws; i++)
        {
            var value = random.Next(count);
            Assert.InRange(value, 0, count - 1);
            parts[(int)(value * 12L / count)]++;
            residues[value % 3]++;
        }

        AssertUniform(parts);
        AssertUniform(residues);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void DoublesAreUniform(ulong seed)
    {
        var random = new RandomStream(seed);
        AssertDistribution(() => random.NextDouble(), x => x, 0.5, 1.0 / 12);
        AssertDistribution(() => random.NextSingle(), x => x, 0.5, 1.0 / 12);
        AssertDistribution(() => random.NextUniform(-3, 5), x => (x + 3) / 8, 1, 64.0 / 12);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void GaussiansAreNormal(ulong seed)
    {
        var random = new RandomStream(seed);
        AssertDistribution(random.NextGaussian, x => Normal.CDF(0, 1, x), 0, 1);
        // Independence of neighbours, and tails: beyond three there are 0.27 %.
        double products = 0, last = 0;
        var tails = 0;
        for (var i = 0; i < Draws; i++)
        {
            var value = random.NextGaussian();
            products += value * last;
            last = value;
            if (Math.Abs(value) > 3) tails++;
        }

        Assert.InRange(products / Math.Sqrt(Draws), -4, 4);
        AssertShare(tails, Draws, 2 * Normal.CDF(0, 1, -3));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void GumbelsAreGumbelAndTheirMaximumIsSoftmax(ulong seed)
    {
        var random = new RandomStream(seed);
        AssertDistribution(random.NextGumbel, x => Math.Exp(-Math.Exp(-x)), 0.57721566490153286, Math.PI * Math.PI / 6);
        double[] logits = [0, 1, -1];
        var wins = new int[3];
        for (var i = 0; i < Draws; i++)
        {
            double a = logits[0] + random.NextGumbel(), b = logits[1] + random.NextGumbel(), c = logits[2] + random.NextGumbel();
            wins[a > b && a > c ? 0 : b > c ? 1 : 2]++;
        }

        var total = logits.Sum(Math.Exp);
        for (var i = 0; i < 3; i++) AssertShare(wins[i], Draws, Math.Exp(logits[i]) / total);
    }

    [Fact]
    public void CategoriesComeInProportion()
    {
        var random = new RandomStream(4);
        for (var round = 0; round < 10; round++)
        {
            var weights = new float[random.Next(8) + 1];
            foreach (ref var weight in weights.AsSpan()) weight = random.Next(3) == 0 ? 0 : (float)Math.Exp(4 * random.NextGaussian());
            weights[random.Next(weights.Length)] = 1;
            var counts = new int[weights.Length];
            for (var i = 0; i < Draws / 5; i++) counts[random.NextCategorical(weights)]++;
            var total = weights.Sum(weight => (double)weight);
            for (var i = 0; i < weights.Length; i++)
            {
                if (weights[i] == 0) Assert.Equal(0, counts[i]);
                AssertShare(counts[i], Draws / 5, weights[i] / total);
            }
        }

        Assert.Equal(1, random.NextCategorical([0, float.Epsilon, 0]));
        Assert.Equal(0, random.NextCategorical([float.MaxValue]));
    }

    [Fact]
    public void ShufflesReachEveryOrderEqually()
    {
        var random = new RandomStream(6);
        var counts = new Dictionary<int, int>();
        Span<int> values = stackalloc int[4];
        for (var i = 0; i < Draws; i++)
        {
            for (var j = 0; j < 4; j++) values[j] = j;
            random.Shuffle(values);
            var order = values[0] * 1000 + values[1] * 100 + values[2] * 10 + values[3];
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        AssertUniform([.. counts.Values]);
        var position = random.State;
        random.Shuffle(Span<int>.Empty);
        random.Shuffle(values[..1]);
        Assert.Equal(position, random.State);
    }

    [Fact]
    public void StreamsAreNotCorrelated()
    {
        var root = new RandomStream(8);
        RandomStream[] streams =
        [
            new(8), new(9), new(8UL << 32), new(~8UL), root.Fork("a"), root.Fork("b"), root.Fork("a").Fork("a"), root.Fork("a", 0), root.Fork("a", 1), root.Fork("a", 2),
            root.Fork("a", 1L << 32), RandomStream.Restore(new RandomStreamState(root.State.Key, 1)),
        ];
        const int n = 10_000;
        var draws = streams.Select(stream => Enumerable.Range(0, n).Select(_ => stream.NextDouble() - 0.5).ToArray()).ToArray();
        for (var i = 0; i < streams.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                // A stream with itself: one draw later.
                var sum = 0.0;
                for (var t = 1; t < n; t++) sum += draws[i][t] * draws[j][i == j ? t - 1 : t];
                Assert.InRange(sum * 12 / Math.Sqrt(n), -4.5, 4.5);
            }
        }
    }

    [Fact]
    public void EveryBitIsFairAndNearSeedsDifferInHalfOfThem()
    {
        var ones = new int[32];
        var differing = 0;
        for (ulong seed = 0; seed < 4000; seed++)
        {
            uint word = new RandomStream(seed).NextUInt32(), next = new RandomStream(seed + 1).NextUInt32();
            for (var bit = 0; bit < 32; bit++) ones[bit] += (int)(word >> bit & 1);
            differing += System.Numerics.BitOperations.PopCount(word ^ next);
        }

        foreach (var count in ones) AssertShare(count, 4000, 0.5);
        AssertShare(differing, 32 * 4000, 0.5);
    }

    private static void AssertUniform(ReadOnlySpan<int> counts)
    {
        double total = 0, chi = 0;
        foreach (var count in counts) total += count;
        var expected = total / counts.Length;
        foreach (var count in counts) chi += (count - expected) * (count - expected) / expected;
        if (counts.Length > 1) Assert.InRange(ChiSquared.CDF(counts.Length - 1, chi), 0.0001, 0.9999);
    }

    private static void AssertShare(int count, int draws, double probability) =>
        Assert.InRange(count - draws * probability, -4 * Math.Sqrt(draws * probability * (1 - probability)) - 1e-3, 4 * Math.Sqrt(draws * probability * (1 - probability)) + 1e-3);

    private static void AssertDistribution(Func<double> draw, Func<double, double> cumulative, double mean, double variance)
    {
        var values = new double[Draws];
        foreach (ref var value in values.AsSpan()) value = draw();
        var average = values.Average();
        Assert.InRange((average - mean) / Math.Sqrt(variance / Draws), -4, 4);
        Assert.Equal(1, values.Sum(value => (value - average) * (value - average)) / Draws / variance, 6 / Math.Sqrt(Draws) * 2);
        Array.Sort(values);
        double distance = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var level = cumulative(values[i]);
            distance = Math.Max(distance, Math.Max(level - (double)i / Draws, (i + 1.0) / Draws - level));
        }

        // Kolmogorov and Smirnov: 2.23 is exceeded once in ten thousand.
        Assert.InRange(distance * Math.Sqrt(Draws), 0, 2.23);
    }
}

using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Learning.Returns;

public class ReturnsTests
{
    // Three episodes in one segment: step 1 terminates, step 3 is truncated, step 4 is the segment's open end.
    private static readonly float[] Rewards = [1, 2, 3, 4, 5];
    private static readonly float[] Values = [10, 20, 30, 40, 50];
    private static readonly float[] NextValues = [20, 99, 40, 8, 6];
    private static readonly bool[] Terminated = [false, true, false, false, false];
    private static readonly bool[] Truncated = [false, false, false, true, false];

    [Fact]
    public void HandWorkedSegment()
    {
        // gamma = lambda = 1/2 keeps every number exact.
        Assert.Equal([1 + 10 - 10, 2 - 20, 3 + 20 - 30, 4 + 4 - 40, 5 + 3 - 50], Td(0.5));
        Assert.Equal([1 + 1, 2, 3 + 4, 4 + 4, 5 + 3], Discounted(0.5));
        Assert.Equal([1 + 0.5f * (0.5f * 20 + 0.5f * 2), 2, 3 + 0.5f * (0.5f * 40 + 0.5f * 8), 8, 8], Lambda(0.5, 0.5));
        Assert.Equal([1 - 18 / 4f, -18, -7 - 32 / 4f, -32, -42], Gae(0.5, 0.5));
        Assert.Equal([11, 2, 23, 8, 8], NStep(0.5, 1));
        Assert.Equal([2, 2, 7, 8, 8], NStep(0.5, 2));
    }

    [Property(MaxTest = 200)]
    public bool MatchesTheDefinitions(ulong seed)
    {
        var s = Draw(seed);
        var n = 1 + s.Random.Next(6);
        var close = true;
        Each(s, (t, d) => close &= Near(NaiveNStep(s, t, n, d.Gamma), d.NStep(n)[t]) & Near(NaiveNStep(s, t, int.MaxValue, d.Gamma), d.Discounted[t])
            & Near(NaiveLambda(s, t, d.Gamma, d.Lambda), d.LambdaReturns[t])
            & Near(NaiveLambda(s, t, d.Gamma, d.Lambda) - s.Values[t], d.Gae[t]));
        return close;
    }

    [Property(MaxTest = 100)]
    public bool LimitsOfLambda(ulong seed)
    {
        var s = Draw(seed);
        var T = s.Rewards.Length;
        var zero = new float[T];
        var one = new float[T];
        var td = new float[T];
        var discounted = new float[T];
        GeneralisedAdvantage.Compute(s.Rewards, s.Values, s.NextValues, s.Terminated, s.Truncated, s.Gamma, 0, zero);
        GeneralisedAdvantage.Compute(s.Rewards, s.Values, s.NextValues, s.Terminated, s.Truncated, s.Gamma, 1, one);
        TdError.Compute(s.Rewards, s.Values, s.NextValues, s.Terminated, s.Gamma, td);
        DiscountedReturns.Compute(s.Rewards, s.NextValues, s.Terminated, s.Truncated, s.Gamma, discounted);

        // lambda = 1 telescopes only where V(s') is V of the next step, as in a real segment; Draw keeps that.
        return Enumerable.Range(0, T).All(t => Near(td[t], zero[t]) && Near(discounted[t] - s.Values[t], one[t]));
    }

    [Property(MaxTest = 100)]
    public bool NothingLeaksAcrossAnEnd(ulong seed)
    {
        var s = Draw(seed);
        var end = s.Random.Next(s.Rewards.Length);
        s.Terminated[end] = s.Random.Next(2) == 0;
        s.Truncated[end] = !s.Terminated[end];
        var before = new Derived(s);
        for (var t = end + 1; t < s.Rewards.Length; t++) s.Rewards[t] += 100;
        if (s.Terminated[end]) s.NextValues[end] = float.NaN;
        var after = new Derived(s);
        return Same(before.Gae, after.Gae) && Same(before.LambdaReturns, after.LambdaReturns)
            && Same(before.Discounted, after.Discounted) && Same(before.NStep(4), after.NStep(4));

        bool Same(float[] a, float[] b) => a.AsSpan(0, end + 1).SequenceEqual(b.AsSpan(0, end + 1));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void ValueOfAnAlwaysTruncatedConstantReward(double gamma)
    {
        // One state, reward 1, every episode cut after five steps. Fitting V to any of the targets must give 1/(1-gamma), not the value of five steps.
        var rewards = Enumerable.Repeat(1f, 5).ToArray();
        var terminated = new bool[5];
        bool[] truncated = [false, false, false, false, true];
        var value = 0f;
        var targets = new float[5];
        for (var sweep = 0; sweep < 4000; sweep++)
        {
            LambdaReturns.Compute(rewards, Enumerable.Repeat(value, 5).ToArray(), terminated, truncated, gamma, 0.9, targets);
            value += 0.5f * (targets.Average() - value);
        }

        Assert.Equal(1 / (1 - gamma), value, 0.01 / (1 - gamma));
    }

    [Fact]
    public void EmptySegmentsAreFine() =>
        GeneralisedAdvantage.Compute([], [], [], [], [], 0.9, 0.9, []);

    [Theory]
    [InlineData("values")]
    [InlineData("nextValues")]
    [InlineData("terminated")]
    [InlineData("truncated")]
    [InlineData("destination")]
    public void WrongLengthsAreNamed(string argument)
    {
        float[] Floats(string name) => new float[name == argument ? 2 : 3];
        bool[] Flags(string name) => new bool[name == argument ? 2 : 3];
        var error = Assert.Throws<ArgumentException>(() => GeneralisedAdvantage.Compute(
            new float[3], Floats("values"), Floats("nextValues"), Flags("terminated"), Flags("truncated"), 0.9, 0.9, Floats("destination")));
        Assert.Equal(argument, error.ParamName);
        Assert.Contains("2", error.Message, StringComparison.Ordinal);
        Assert.Contains("3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, 0.5, "discount")]
    [InlineData(1.01, 0.5, "discount")]
    [InlineData(-0.1, 0.5, "discount")]
    [InlineData(0.5, double.NaN, "lambda")]
    [InlineData(0.5, 2, "lambda")]
    public void WrongRatesAreNamed(double gamma, double lambda, string argument) =>
        Assert.Equal(argument, Assert.Throws<ArgumentOutOfRangeException>(() => Gae(gamma, lambda)).ParamName);

    [Fact]
    public void NStepNeedsAStepAndDestinationItsOwnMemory()
    {
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => NStep(0.5, 0)).ParamName);
        var shared = new float[5];
        Assert.Equal("destination", Assert.Throws<ArgumentException>(
            () => DiscountedReturns.Compute(shared, NextValues, Terminated, Truncated, 0.5, shared)).ParamName);
    }

    private static float[] Td(double gamma)
    {
        var result = new float[5];
        TdError.Compute(Rewards, Values, NextValues, Terminated, gamma, result);
        return result;
    }

    private static float[] Discounted(double gamma)
    {
        var result = new float[5];
        DiscountedReturns.Compute(Rewards, NextValues, Terminated, Truncated, gamma, result);
        return result;
    }

    private static float[] Lambda(double gamma, double lambda)
    {
        var result = new float[5];
        LambdaReturns.Compute(Rewards, NextValues, Terminated, Truncated, gamma, lambda, result);
        return result;
    }

    private static float[] Gae(double gamma, double lambda)
    {
        var result = new float[5];
        GeneralisedAdvantage.Compute(Rewards, Values, NextValues, Terminated, Truncated, gamma, lambda, result);
        return result;
    }

    private static float[] NStep(double gamma, int steps)
    {
        var result = new float[5];
        NStepReturns.Compute(Rewards, NextValues, Terminated, Truncated, gamma, steps, result);
        return result;
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-4 * (1 + Math.Abs(expected));

    private static void Each(Drawn s, Action<int, Derived> check)
    {
        var derived = new Derived(s);
        for (var t = 0; t < s.Rewards.Length; t++) check(t, derived);
    }

    /// <summary>The n-step return, term by term, as it is written on paper.</summary>
    private static double NaiveNStep(Drawn s, int t, int n, double gamma)
    {
        double sum = 0, weight = 1;
        for (var k = t; ; k++)
        {
            sum += weight * s.Rewards[k];
            weight *= gamma;
            if (s.Terminated[k]) return sum;
            if (s.Truncated[k] || k == s.Rewards.Length - 1 || k - t + 1 == n) return sum + weight * s.NextValues[k];
        }
    }

    /// <summary>The lambda-return as the weighted mixture of all n-step returns.</summary>
    private static double NaiveLambda(Drawn s, int t, double gamma, double lambda)
    {
        var last = t;
        while (!s.Terminated[last] && !s.Truncated[last] && last < s.Rewards.Length - 1) last++;
        double sum = 0, weight = 1;
        for (var n = 1; n <= last - t; n++)
        {
            sum += (1 - lambda) * weight * NaiveNStep(s, t, n, gamma);
            weight *= lambda;
        }

        return sum + weight * NaiveNStep(s, t, last - t + 1, gamma);
    }

    private static Drawn Draw(ulong seed)
    {
        var random = new RandomStream(seed);
        var T = 1 + random.Next(12);
        var s = new Drawn(random, new float[T], new float[T], new float[T], new bool[T], new bool[T], random.NextDouble(), random.NextDouble());
        for (var t = 0; t < T; t++)
        {
            s.Rewards[t] = (float)random.NextGaussian();
            s.Values[t] = (float)random.NextGaussian();
            s.Terminated[t] = random.Next(5) == 0;
            s.Truncated[t] = random.Next(5) == 0;
        }

        for (var t = 0; t < T; t++)
        {
            var ends = s.Terminated[t] || s.Truncated[t] || t == T - 1;
            s.NextValues[t] = ends ? (float)random.NextGaussian() : s.Values[t + 1];
        }

        return s;
    }

    private sealed record Drawn(
        RandomStream Random, float[] Rewards, float[] Values, float[] NextValues, bool[] Terminated, bool[] Truncated, double Gamma, double Lambda);

    private sealed class Derived
    {
        private readonly Drawn _s;

        public Derived(Drawn s)
        {
            _s = s;
            Discounted = new float[s.Rewards.Length];
            LambdaReturns = new float[s.Rewards.Length];
            Gae = new float[s.Rewards.Length];
            DiscountedReturns.Compute(s.Rewards, s.NextValues, s.Terminated, s.Truncated, s.Gamma, Discounted);
            Returns.LambdaReturns.Compute(s.Rewards, s.NextValues, s.Terminated, s.Truncated, s.Gamma, s.Lambda, LambdaReturns);
            GeneralisedAdvantage.Compute(s.Rewards, s.Values, s.NextValues, s.Terminated, s.Truncated, s.Gamma, s.Lambda, Gae);
        }

        public double Gamma => _s.Gamma;

        public double Lambda => _s.Lambda;

        public float[] Discounted { get; }

        public float[] LambdaReturns { get; }

        public float[] Gae { get; }

        public float[] NStep(int n)
        {
            var result = new float[_s.Rewards.Length];
            NStepReturns.Compute(_s.Rewards, _s.NextValues, _s.Terminated, _s.Truncated, _s.Gamma, n, result);
            return result;
        }
    }
}

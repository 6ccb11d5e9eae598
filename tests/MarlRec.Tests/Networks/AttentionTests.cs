using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class AttentionTests
{
    private readonly Tape _tape = new(ComputeContext.Serial);

    [Fact]
    public void MemoryGrowsWithTheLengthAndNotWithItsSquare()
    {
        const int time = 4096, width = 16;
        var parameter = new Parameter(GradientCheck.Normal(new RandomStream(1), 1, time, 3 * width));
        var tape = new Tape(ComputeContext.Serial);
        for (var round = 0; round < 2; round++)
        {
            tape.Reset();
            tape.Backward(tape.Sum(tape.SelfAttention(tape.Parameter(parameter), 2, causal: true)));
        }

        Assert.InRange(tape.Workspace.Capacity, 1, (long)time * time * sizeof(float) / 8);
    }

    [Fact]
    public void AQueryThatSeesNothingGivesZerosAndNoGradient()
    {
        var q = new Parameter(GradientCheck.Normal(new RandomStream(1), 2, 3, 4));
        var kv = new Parameter(GradientCheck.Normal(new RandomStream(2), 2, 3, 8));
        var y = _tape.CrossAttention(_tape.Parameter(q), _tape.Parameter(kv), 2, [0, 3]);
        _tape.Backward(_tape.Sum(y));
        Assert.All(y.Value[..12].ToArray(), value => Assert.Equal(0, value));
        Assert.All(q.Gradient.Span[..12].ToArray(), value => Assert.Equal(0, value));
        Assert.All(kv.Gradient.Span[..24].ToArray(), value => Assert.Equal(0, value));
        Assert.Contains(kv.Gradient.Span[24..].ToArray(), value => value != 0);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void AVariableInSeveralPlacesGetsTheSumOfTheirGradients(bool asQuery, bool causal)
    {
        var random = new RandomStream(1);
        FloatTensor q = GradientCheck.Normal(random, 2, 60, 6), kv = asQuery ? q.Clone() : GradientCheck.Normal(random, 2, 60, 6);
        float[] Sum(bool together)
        {
            Parameter a = new(q.Clone()), b = new(kv.Clone()), c = new(kv.Clone());
            var tape = new Tape(ComputeContext.Serial);
            Variable y = tape.Scale(tape.Parameter(b), 1), x = together && asQuery ? y : tape.Scale(tape.Parameter(a), 1), z = together ? y : tape.Scale(tape.Parameter(c), 1);
            var result = tape.Attention(x, y, z, 2, [60, 11], causal);
            tape.Backward(tape.Sum(tape.Multiply(result, result)));
            var sum = b.Gradient.Span.ToArray();
            for (var i = 0; i < sum.Length; i++) sum[i] += c.Gradient.Span[i] + (asQuery ? a.Gradient.Span[i] : 0);
            return sum;
        }

        var (together, apart) = (Sum(true), Sum(false));
        for (var i = 0; i < apart.Length; i++) Assert.Equal(apart[i], together[i], 1e-5 * (1 + Math.Abs(apart[i])));
    }

    [Fact]
    public void ScoresOfAnySizeAreSafe()
    {
        var x = _tape.Constant([100, 1, 0, -100, 2, 0], 1, 2, 3);
        var y = _tape.Attention(_tape.Scale(x, 1000), _tape.Scale(x, 1000), x, 1).Value;
        Assert.Equal([100f, 1, 0, -100, 2, 0], y.ToArray());
    }

    [Fact]
    public void SteadyStateAllocatesNothing()
    {
        using var two = new ComputeContext(2);
        foreach (var context in (ComputeContext[])[ComputeContext.Serial, two])
        {
            var random = new RandomStream(1);
            var norm = new LayerNorm(16);
            var attention = new MultiHeadAttention(16, 2, random, 0.1f);
            var x = GradientCheck.Normal(random, 3, 50, 16).Span.ToArray();
            int[] lengths = [50, 0, 7];
            var tape = new Tape(context);
            void Step()
            {
                tape.Reset();
                var input = tape.Constant(x, 3, 50, 16);
                var y = attention.Forward(tape, norm.Forward(tape, input), lengths, true, random);
                y = attention.ForwardCross(tape, tape.AddDropout(input, y, 0.2f, random), y, lengths, random: random);
                tape.Backward(tape.Sum(tape.Dropout(y, 0.1f, random)));
            }

            for (var i = 0; i < 50; i++) Step();
            Assert.Equal(0, Allocations.Of(() =>
            {
                for (var i = 0; i < 50; i++) Step();
            }));
        }
    }

    [Fact]
    public void BadInputNamesTheArgumentAndBothShapes()
    {
        var x = _tape.Constant(new float[24], 1, 4, 6);
        var y = _tape.Constant(new float[20], 1, 4, 5);
        Assert.Contains("keys [1,4,5] do not fit queries [1,4,6]", Assert.Throws<ArgumentException>("keys", () => _tape.Attention(x, y, y, 2)).Message);
        Assert.Contains("values [1,4,5] do not fit keys [1,4,6]", Assert.Throws<ArgumentException>("values", () => _tape.Attention(x, x, y, 2)).Message);
        Assert.Throws<ArgumentException>("queries", () => _tape.Attention(_tape.Reshape(x, 4, 6), x, x, 2));
        Assert.Throws<ArgumentException>("heads", () => _tape.Attention(x, x, x, 4));
        Assert.Throws<ArgumentOutOfRangeException>("heads", () => _tape.Attention(x, x, x, 0));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => _tape.Attention(x, x, x, 2, [5]));
        Assert.Throws<ArgumentException>("lengths", () => _tape.Attention(x, x, x, 2, [1, 1]));
        Assert.Throws<ArgumentException>("causal", () => _tape.Attention(x, _tape.Constant(new float[18], 1, 3, 6), _tape.Constant(new float[18], 1, 3, 6), 2, causal: true));
        Assert.Throws<ArgumentOutOfRangeException>("dropout", () => _tape.SelfAttention(x, 2, dropout: 1, random: new RandomStream(1)));
        Assert.Throws<ArgumentNullException>("random", () => _tape.SelfAttention(x, 2, dropout: 0.1f));
        Assert.Throws<ArgumentException>("projected", () => _tape.SelfAttention(y, 1));
        Assert.Throws<ArgumentException>("keysAndValues", () => _tape.CrossAttention(x, x, 2));
        Assert.Contains(
            "gain [5] cannot multiply rows of [1,4,6]",
            Assert.Throws<ArgumentException>("gain", () => _tape.LayerNorm(x, _tape.Constant(new float[5], 5), _tape.Constant(new float[5], 5))).Message);
        Assert.Throws<ArgumentException>("bias", () => _tape.LayerNorm(x, _tape.Constant(new float[6], 6), _tape.Constant(new float[5], 5)));
        Assert.Throws<ArgumentException>("heads", () => new MultiHeadAttention(6, 4, new RandomStream(1)));
    }
}

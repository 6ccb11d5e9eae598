using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class DropoutTests
{
    private readonly Tape _tape = new(ComputeContext.Serial);

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void DropsAtItsRateAndIndependentlyOfNeighboursAndSteps(float rate)
    {
        const int n = 1 << 18;
        var random = new RandomStream(3);
        var ones = _tape.Constant(Enumerable.Repeat(1f, n).ToArray(), n);
        var first = _tape.Dropout(ones, rate, random).Value;
        var second = _tape.Dropout(ones, rate, random).Value;
        var scale = 1 / (1 - rate);
        int kept = 0;
        var pairs = new int[5]; // both kept: neighbours, 16 apart, a row of 64 apart, the next step, the next step's neighbour
        for (var i = 0; i < n; i++)
        {
            Assert.True(first[i] == 0 || Math.Abs(first[i] - scale) < 1e-6 * scale);
            if (first[i] == 0) continue;
            kept++;
            if (first[(i + 1) % n] != 0) pairs[0]++;
            if (first[(i + 16) % n] != 0) pairs[1]++;
            if (first[(i + 64) % n] != 0) pairs[2]++;
            if (second[i] != 0) pairs[3]++;
            if (second[(i + 1) % n] != 0) pairs[4]++;
        }

        var p = 1 - (double)rate;
        Within(kept, p);
        foreach (var both in pairs) Within(both, p * p);

        // Five standard deviations of a binomial count, doubled for pairs that share an element.
        void Within(int count, double probability) =>
            Assert.InRange(count, n * probability - 10 * Math.Sqrt(n * probability * (1 - probability)), n * probability + 10 * Math.Sqrt(n * probability * (1 - probability)));
    }

    [Fact]
    public void ARateOfZeroGivesTheInputItselfAndDrawsNothing()
    {
        var random = new RandomStream(3);
        var x = _tape.Constant([1, 2], 2);
        Assert.Equal(x, _tape.Dropout(x, 0, random));
        Assert.Equal(new RandomStream(3).State, random.State);
        Assert.Equal(x, new Dropout(0.5f).Forward(_tape, x, null));
        Assert.Equal([2f, 4f], new Dropout(0.5f).AddTo(_tape, x, x, null).Value);
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        var x = _tape.Constant([1, 2], 2);
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => _tape.Dropout(x, 1, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => _tape.AddDropout(x, x, float.NaN, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => new Dropout(-0.1f));
        Assert.Throws<ArgumentNullException>("random", () => _tape.Dropout(x, 0.5f, null!));
        Assert.Contains("[1]", Assert.Throws<ArgumentException>("x", () => _tape.AddDropout(x, _tape.Constant([1], 1), 0.5f, new RandomStream(1))).Message);
    }
}

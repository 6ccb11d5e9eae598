using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class SampledSoftmaxTests
{
    [Fact]
    public void LargeLogitsAreSafe()
    {
        var tape = new Tape(ComputeContext.Serial);
        var table = new Parameter(FloatTensor.From([1000, -1000, 999], 3, 1));
        var loss = tape.SampledSoftmax(tape.Constant([100], 1, 1), table, null, [1], [1], [0, 2]);
        Assert.Equal(200_000, loss.Value[0], 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheGradientOfAComputedTableOutlivesScratchMemory(bool isLarge)
    {
        // The layers behind table and bias take scratch memory of their own on the way back.
        var random = new RandomStream(4);
        int rows = isLarge ? 70 : 3, classes = isLarge ? 50 : 4, width = 8;
        int[] targets = new int[rows], negatives = new int[classes / 2];
        foreach (ref var target in targets.AsSpan()) target = random.Next(classes);
        foreach (ref var negative in negatives.AsSpan()) negative = random.Next(classes);
        float[] ones = [.. Enumerable.Repeat(1f, rows)], own = GradientCheck.Normal(random, rows).Span.ToArray(), others = GradientCheck.Normal(random, negatives.Length).Span.ToArray();
        GradientCheck.Run(
            (tape, x) => tape.CountedSampledSoftmax(
                tape.NormalizeRows(tape.Linear(x[0], x[3])), tape.NormalizeRows(tape.Linear(x[1], x[3])), tape.Reshape(tape.Linear(x[2], x[4]), classes), targets, ones,
                negatives, own, others, out _),
            GradientCheck.Normal(random, rows, 5),
            GradientCheck.Normal(random, classes, 5),
            GradientCheck.Normal(random, classes, 3),
            GradientCheck.Normal(random, width, 5),
            GradientCheck.Normal(random, 1, 3));
    }

    [Fact]
    public void BadInput()
    {
        var tape = new Tape(ComputeContext.Serial);
        var table = new Parameter(new FloatTensor(4, 2));
        var x = tape.Constant(new float[4], 2, 2);
        Assert.Throws<ArgumentNullException>("table", () => tape.SampledSoftmax(x, null!, null, [0, 0], [1, 1], [1]));
        Assert.Throws<ArgumentException>("table", () => tape.SampledSoftmax(x, new Parameter(new FloatTensor(4, 3)), null, [0, 0], [1, 1], [1]));
        Assert.Throws<ArgumentException>("bias", () => tape.SampledSoftmax(x, table, new Parameter(new FloatTensor(3)), [0, 0], [1, 1], [1]));
        Assert.Throws<ArgumentException>("targets", () => tape.SampledSoftmax(x, table, null, [0], [1, 1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => tape.SampledSoftmax(x, table, null, [0, 4], [1, 1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("negatives", () => tape.SampledSoftmax(x, table, null, [0, 0], [1, 1], [-1]));
        Assert.Throws<ArgumentException>("weights", () => tape.SampledSoftmax(x, table, null, [0, 0], [1], [1]));
        Assert.Throws<ArgumentException>("weights", () => tape.SampledSoftmax(x, table, null, [0, 0], [0, 0], [1]));
        Assert.Throws<ArgumentException>("weights", () => tape.SampledSoftmax(x, table, null, [0, 0], [1, float.NaN], [1]));
        Assert.Throws<ArgumentException>("targetCorrections", () => tape.SampledSoftmax(x, table, null, [0, 0], [1, 1], [1], [1]));
        Assert.Throws<ArgumentException>("negativeCorrections", () => tape.SampledSoftmax(x, table, null, [0, 0], [1, 1], [1], [], [1, 2]));
    }
}

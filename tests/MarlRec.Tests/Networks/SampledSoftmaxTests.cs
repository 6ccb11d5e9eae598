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

    [Fact]
    public void TheGradientOfAComputedTableOutlivesScratchMemory()
    {
        // What is behind table and bias takes more memory on the way back than the operation did.
        const int rows = 5, classes = 9, inner = 40, width = 3;
        var random = new RandomStream(4);
        int[] targets = [0, 8, 3, 3, 5], negatives = [1, 3, 3, 8];
        float[] own = GradientCheck.Normal(random, rows).Span.ToArray(), others = GradientCheck.Normal(random, negatives.Length).Span.ToArray();
        GradientCheck.Run(
            (tape, x) => tape.CountedSampledSoftmax(
                tape.Tanh(x[0]), tape.Linear(tape.Tanh(x[1]), x[2]), tape.Reshape(tape.Linear(tape.Tanh(x[1]), x[3]), classes), targets, [1, 1, 0.5f, 0, 2], negatives, own, others, out _),
            GradientCheck.Normal(random, rows, width),
            GradientCheck.Normal(random, classes, inner),
            GradientCheck.Normal(random, width, inner),
            GradientCheck.Normal(random, 1, inner));
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

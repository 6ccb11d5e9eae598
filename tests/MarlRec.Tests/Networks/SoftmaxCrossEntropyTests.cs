using MarlRec.Execution;
using MarlRec.Tensors;
using static MarlRec.Networks.GradientCheck;

namespace MarlRec.Networks;

public class SoftmaxCrossEntropyTests
{
    // Both sides of every cut: one class, one row, partial panels, several slices, several blocks of rows, a width of zero.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 0)]
    [InlineData(3, 5, 2)]
    [InlineData(17, 49, 7)]
    [InlineData(40, 301, 16)]
    [InlineData(530, 131, 5)]
    public void LossAndGradientsAgreeWithTheDefinition(int rows, int classes, int width)
    {
        var random = new RandomStream((ulong)(rows + classes));
        var weights = new float[rows];
        for (var i = 0; i < rows; i++) weights[i] = i % 3 == 1 ? 0 : 0.5f + i % 2;
        Check(random, rows, classes, width, weights, biased: true);
        Check(random, rows, classes, width, [], biased: false);
    }

    [Fact]
    public void OnlyTheGradientsThatAreWantedAreTaken()
    {
        var random = new RandomStream(3);
        FloatTensor x = Normal(random, 9, 4), e = Normal(random, 60, 4), b = Normal(random, 60);
        var targets = Draw(random, 9, 60);
        Variable All(Tape tape, Variable hidden, Variable table, Variable bias) => tape.SoftmaxCrossEntropy(hidden, table, bias, targets);
        Run((tape, p) => All(tape, p[0], tape.Constant(e.Span, 60, 4), tape.Constant(b.Span, 60)), x);
        Run((tape, p) => All(tape, tape.Constant(x.Span, 9, 4), p[0], tape.Constant(b.Span, 60)), e);
        Run((tape, p) => All(tape, tape.Constant(x.Span, 9, 4), tape.Constant(e.Span, 60, 4), p[0]), b);
    }

    [Fact]
    public void LargeAndInfiniteLogitsAreSafe()
    {
        var tape = new Tape(ComputeContext.Serial);
        var table = new Parameter(FloatTensor.From([1000, -1000, 999], 3, 1));
        var loss = tape.SoftmaxCrossEntropy(tape.Constant([100, -100], 2, 1), tape.Parameter(table), null, [1, 1]);
        Assert.Equal(100_000, loss.Value[0]);
        tape.Backward(loss);
        Assert.All(table.Gradient.Span.ToArray(), g => Assert.True(float.IsFinite(g)));

        // A bias of −∞ takes classes out, even a slice of nothing else.
        tape.Reset();
        var items = new Parameter(Normal(new RandomStream(1), 500, 3));
        var closed = new FloatTensor(500);
        closed.Span[7..].Fill(float.NegativeInfinity);
        var open = tape.SoftmaxCrossEntropy(tape.Constant([1, 2, 3], 1, 3), tape.Parameter(items), tape.Constant(closed.Span, 500), [3]);
        tape.Backward(open);
        Assert.Equal(Naive(FloatTensor.From([1, 2, 3], 1, 3), FloatTensor.From(items.Value.Span[..21], 7, 3), new FloatTensor(7), [3], [1]).Loss, open.Value[0], 1e-5);
        Assert.All(items.Gradient.Span[21..].ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void BitsDoNotDependOnTheDegreeOfParallelism()
    {
        float[] Train(ComputeContext context)
        {
            const int rows = 300, classes = 1_111, width = 24;
            var random = new RandomStream(5);
            Parameter hidden = new(Normal(random, rows, width)), table = new(Normal(random, classes, width)), bias = new(Normal(random, classes));
            var tape = new Tape(context);
            var loss = tape.SoftmaxCrossEntropy(tape.Parameter(hidden), tape.Parameter(table), tape.Parameter(bias), Draw(random, rows, classes));
            tape.Backward(tape.Scale(loss, 3));
            return [loss.Value[0], .. hidden.Gradient.Span, .. table.Gradient.Span, .. bias.Gradient.Span];
        }

        using var two = new ComputeContext(2);
        using var three = new ComputeContext(3);
        var serial = Train(ComputeContext.Serial);
        Assert.Equal(serial, Train(two));
        Assert.Equal(serial, Train(three));
    }

    [Fact]
    public void InferenceTrainingAndTheSampledVariantOverAllClassesAgree()
    {
        var random = new RandomStream(8);
        Parameter table = new(Normal(random, 70, 6)), bias = new(Normal(random, 70));
        var x = Normal(random, 33, 6);
        var targets = Draw(random, 33, 70);
        var ones = Enumerable.Repeat(1f, 33).ToArray();
        Tape recording = new(ComputeContext.Serial), plain = new(ComputeContext.Serial, recording: false);
        Variable Full(Tape tape) => tape.SoftmaxCrossEntropy(tape.Constant(x.Span, 33, 6), tape.Parameter(table), tape.Parameter(bias), targets);
        var loss = Full(recording).Value[0];
        Assert.Equal(loss, Full(plain).Value[0]);
        var sampled = recording.SampledSoftmax(recording.Constant(x.Span, 33, 6), table, bias, targets, ones, [.. Enumerable.Range(0, 70)]);
        Assert.Equal(loss, sampled.Value[0], 1e-5);
    }

    [Fact]
    public void SteadyStateAllocatesNothingAndMemoryDoesNotGrowWithTheRows()
    {
        var random = new RandomStream(9);
        const int classes = 5_000, width = 8;
        var table = new Parameter(Normal(random, classes, width));
        long Capacity(int rows)
        {
            var hidden = new Parameter(Normal(random, rows, width));
            var targets = Draw(random, rows, classes);
            var tape = new Tape(ComputeContext.Serial);
            void Step()
            {
                tape.Reset();
                tape.Backward(tape.SoftmaxCrossEntropy(tape.Parameter(hidden), tape.Parameter(table), null, targets));
            }

            for (var i = 0; i < 3; i++) Step();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            return tape.Workspace.Capacity;
        }

        // All logits of the second would take 40 MB.
        Assert.InRange(Capacity(2_000) - Capacity(500), 0, 4_000_000);
    }

    [Fact]
    public void BadInput()
    {
        var tape = new Tape(ComputeContext.Serial);
        Variable x = tape.Constant(new float[4], 2, 2), table = tape.Constant(new float[8], 4, 2);
        Assert.Contains("[4,3] cannot score rows [2,2]", Assert.Throws<ArgumentException>("table", () => tape.SoftmaxCrossEntropy(x, tape.Constant(new float[12], 4, 3), null, [0, 0])).Message);
        Assert.Throws<ArgumentException>("table", () => tape.SoftmaxCrossEntropy(x, tape.Constant([], 0, 2), null, [0, 0]));
        Assert.Contains("[3] does not fit table [4,2]", Assert.Throws<ArgumentException>("bias", () => tape.SoftmaxCrossEntropy(x, table, tape.Constant(new float[3], 3), [0, 0])).Message);
        Assert.Throws<ArgumentException>("targets", () => tape.SoftmaxCrossEntropy(x, table, null, [0]));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => tape.SoftmaxCrossEntropy(x, table, null, [0, 4]));
        Assert.Throws<ArgumentException>("weights", () => tape.SoftmaxCrossEntropy(x, table, null, [0, 0], [1]));
        Assert.Throws<ArgumentException>("weights", () => tape.SoftmaxCrossEntropy(x, table, null, [0, 0], [0, 0]));
        Assert.Throws<ArgumentException>("weights", () => tape.SoftmaxCrossEntropy(x, table, null, [0, 0], [1, -1]));
        Assert.Throws<ArgumentException>("weights", () => tape.SoftmaxCrossEntropy(tape.Constant([], 0, 2), table, null, []));
    }

    private static void Check(RandomStream random, int rows, int classes, int width, float[] weights, bool biased)
    {
        var targets = Draw(random, rows, classes);
        for (var i = 0; i < weights.Length; i++) if (weights[i] == 0) targets[i] = -1; // ignored
        Parameter hidden = new(Normal(random, rows, width)), table = new(Normal(random, classes, width)), bias = new(Normal(random, classes));
        if (!biased) bias.Value.Span.Clear();
        foreach (var parameter in new[] { hidden, table, bias }) parameter.Gradient.Span.Fill(2); // kernels must add
        var expected = Naive(hidden.Value, table.Value, bias.Value, targets, weights);
        var tape = new Tape(ComputeContext.Serial);
        var loss = tape.SoftmaxCrossEntropy(tape.Parameter(hidden), tape.Parameter(table), biased ? tape.Parameter(bias) : null, targets, weights);
        tape.Backward(tape.Scale(loss, -2));
        Assert.Equal(expected.Loss, loss.Value[0], 2e-6 * (1 + expected.Loss));
        Close(expected.Hidden, hidden);
        Close(expected.Table, table);
        if (biased) Close(expected.Bias, bias);
    }

    private static void Close(double[] expected, Parameter parameter)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(2 - 2 * expected[i], parameter.Gradient.Span[i], 1e-6);
    }

    private static int[] Draw(RandomStream random, int count, int below)
    {
        var ids = new int[count];
        foreach (ref var id in ids.AsSpan()) id = random.Next(below);
        return ids;
    }

    // The definition, in double precision.
    private static (double Loss, double[] Hidden, double[] Table, double[] Bias) Naive(
        FloatTensor hidden, FloatTensor table, FloatTensor bias, int[] targets, float[] weights)
    {
        int classes = table.Shape[0], width = table.Shape[1];
        var result = (Loss: 0.0, Hidden: new double[hidden.Length], Table: new double[table.Length], Bias: new double[classes]);
        var total = weights.Length == 0 ? targets.Length : weights.Sum(w => (double)w);
        for (var row = 0; row < targets.Length; row++)
        {
            var weight = (weights.Length == 0 ? 1 : weights[row]) / total;
            if (weight == 0) continue;
            var logits = new double[classes];
            for (var c = 0; c < classes; c++)
            {
                logits[c] = bias.Span[c];
                for (var k = 0; k < width; k++) logits[c] += (double)hidden.Row(row)[k] * table.Row(c)[k];
            }

            var peak = logits.Max();
            var sum = logits.Sum(x => Math.Exp(x - peak));
            result.Loss += weight * (peak + Math.Log(sum) - logits[targets[row]]);
            for (var c = 0; c < classes; c++)
            {
                var g = weight * (Math.Exp(logits[c] - peak) / sum - (c == targets[row] ? 1 : 0));
                result.Bias[c] += g;
                for (var k = 0; k < width; k++)
                {
                    result.Hidden[row * width + k] += g * table.Row(c)[k];
                    result.Table[c * width + k] += g * hidden.Row(row)[k];
                }
            }
        }

        return result;
    }
}

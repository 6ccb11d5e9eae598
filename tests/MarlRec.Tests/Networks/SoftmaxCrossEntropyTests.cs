using MarlRec.Execution;
using MarlRec.Tensors;
using static MarlRec.Networks.GradientCheck;

namespace MarlRec.Networks;

public class SoftmaxCrossEntropyTests
{
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
        var few = tape.CrossEntropy(tape.Linear(tape.Constant([1, 2, 3], 1, 3), tape.Constant(items.Value.Span[..21], 7, 3)), [3]);
        Assert.Equal(few.Value[0], open.Value[0], 1e-6);
        Assert.All(items.Gradient.Span[21..].ToArray(), g => Assert.Equal(0, g));
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

            for (var i = 0; i < 40; i++) Step();
            Assert.Equal(0, Allocations.Of(() =>
            {
                Step();
            }));
            return tape.Workspace.Capacity;
        }

        // All logits of the second would take 40 MB.
        Assert.InRange(Capacity(2_000) - Capacity(500), 0, 4_000_000);
    }

    // The logits alone would take 2.5 GB.
    [Fact]
    public void AStepOverAHundredThousandItemsStaysBelowAGibibyte()
    {
        if (!TestTier.IsFull) return;
        const int items = 100_000, width = 64, batch = 128, time = 50;
        var random = new RandomStream(10);
        var embedding = new Embedding(items, width, random);
        var encoder = new TransformerEncoder(new TransformerOptions { Size = width, Heads = 1, Layers = 2, Inner = width }, random);
        (string, Parameter)[] parameters = [("items", embedding.Weight), .. encoder.NamedParameters()];
        using var context = new ComputeContext(2);
        var adam = new Adam(parameters, new AdamOptions(), context);
        var tape = new Tape(context);
        int[] ids = Draw(random, batch * time, items), targets = Draw(random, batch * time, items);
        for (var step = 0; step < 2; step++)
        {
            tape.Reset();
            adam.ZeroGradients();
            var hidden = encoder.Forward(tape, embedding.Forward(tape, ids, batch, time), causal: true, random: random);
            var loss = tape.SoftmaxCrossEntropy(hidden, tape.Parameter(embedding.Weight), null, targets);
            Assert.InRange(loss.Value[0], 11, 13); // log 100,000 is 11.5
            tape.Backward(loss);
            adam.Step();
        }

        // Values, gradients and two moments of each parameter. The arena may be there twice while it grows.
        var trained = parameters.Sum(p => 4L * sizeof(float) * p.Item2.Value.Length);
        Assert.InRange(trained + 2 * tape.Workspace.Capacity, 0, 1L << 30);
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

    private static int[] Draw(RandomStream random, int count, int below)
    {
        var ids = new int[count];
        foreach (ref var id in ids.AsSpan()) id = random.Next(below);
        return ids;
    }
}

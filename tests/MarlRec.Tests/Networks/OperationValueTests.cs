using MarlRec.Execution;
using MarlRec.Tensors;
using static MarlRec.Networks.GradientCheck;

namespace MarlRec.Networks;

/// <summary>Results of operations against plain loops in double precision; gradients are checked in <see cref="OperationGradientTests"/>.</summary>
public class OperationValueTests
{
    public static TheoryData<int, int> Shapes => OperationGradientTests.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Elementwise(int n, int d)
    {
        float[] a = Draw(1, n * d), b = Draw(2, n * d), bias = Draw(3, d);
        Check((t, x, y) => t.Tanh(x), (i, _, _) => Math.Tanh(a[i]));
        Check((t, x, y) => t.Sigmoid(x), (i, _, _) => 1 / (1 + Math.Exp(-a[i])));
        Check((t, x, y) => t.Exp(x), (i, _, _) => Math.Exp(a[i]));
        Check((t, x, y) => t.Relu(x), (i, _, _) => Math.Max(a[i], 0));
        Check((t, x, y) => t.Clip(x, -0.5f, 0.25f), (i, _, _) => Math.Clamp(a[i], -0.5, 0.25));
        Check((t, x, y) => t.Scale(x, -3), (i, _, _) => -3.0 * a[i]);
        Check((t, x, y) => t.Add(x, y), (i, _, _) => (double)a[i] + b[i]);
        Check((t, x, y) => t.Subtract(x, y), (i, _, _) => (double)a[i] - b[i]);
        Check((t, x, y) => t.Multiply(x, y), (i, _, _) => (double)a[i] * b[i]);
        Check((t, x, y) => t.Minimum(x, y), (i, _, _) => Math.Min(a[i], b[i]));
        Check((t, x, y) => t.AddBias(x, t.Constant(bias, d)), (i, _, column) => (double)a[i] + bias[column]);

        void Check(Func<Tape, Variable, Variable, Variable> operation, Func<int, int, int, double> plain)
        {
            var tape = new Tape(ComputeContext.Serial, recording: false);
            var actual = operation(tape, tape.Constant(a, n, d), tape.Constant(b, n, d));
            Assert.Equal(new Shape(n, d), actual.Shape);
            for (var i = 0; i < a.Length; i++) Assert.Equal(plain(i, i / d, i % d), actual.Value[i], 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void RowsAndColumns(int n, int d)
    {
        float[] a = Draw(4, n * d), b = Draw(5, n * 2), candidates = Draw(6, n * 3 * d);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var x = tape.Constant(a, n, d);
        Equal([a[^d..], a[..d]], tape.GatherRows(x, [n - 1, 0]), new Shape(2, d));
        Equal([a[^d..], a[..d]], tape.EmbeddingLookup(x, [n - 1, 0], 1, 2), new Shape(1, 2, d));
        Equal(Enumerable.Range(0, n).Select(i => new[] { a[i * d + i % d] }), tape.GatherColumns(x, [.. Enumerable.Range(0, n).Select(i => i % d)]), new Shape(n));
        Equal(Enumerable.Range(0, n).SelectMany(i => new[] { a[(i * d)..(i * d + d)], b[(i * 2)..(i * 2 + 2)] }), tape.Concat(x, tape.Constant(b, n, 2)), new Shape(n, d + 2));
        Equal([a], tape.Reshape(x, 1, n, d), new Shape(1, n, d));
        var scores = tape.BatchedMatVec(x, candidates);
        Assert.Equal(new Shape(n, 3), scores.Shape);
        for (var i = 0; i < n * 3; i++)
            Assert.Equal(Enumerable.Range(0, d).Sum(k => (double)a[i / 3 * d + k] * candidates[i * d + k]), scores.Value[i], 1e-5);

        static void Equal(IEnumerable<float[]> expected, Variable actual, Shape shape)
        {
            Assert.Equal(shape, actual.Shape);
            Assert.Equal(expected.SelectMany(part => part), actual.Value.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void DistributionsAndLosses(int n, int d)
    {
        float[] a = Draw(7, n * d), targets = Draw(8, n * d), reference = Draw(9, n * d);
        var labels = Array.ConvertAll(targets, t => t > 0 ? 1f : 0f);
        var mask = Enumerable.Range(0, n * d).Select(i => i % d == 0 || i % 3 > 0).ToArray();
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var x = tape.Constant(a, n, d);
        var logP = tape.MaskedLogSoftmax(x, mask);
        Variable entropy = tape.Entropy(logP), divergence = tape.KullbackLeibler(logP, reference, mask);
        for (var row = 0; row < n; row++)
        {
            var allowed = Enumerable.Range(row * d, d).Where(i => mask[i]).ToArray();
            var total = allowed.Sum(i => Math.Exp(a[i]));
            foreach (var i in allowed) Assert.Equal(a[i] - Math.Log(total), logP.Value[i], 3e-6);
            foreach (var i in Enumerable.Range(row * d, d).Except(allowed)) Assert.Equal(float.NegativeInfinity, logP.Value[i]);
            Assert.Equal(allowed.Sum(i => Math.Exp(a[i]) / total * (Math.Log(total) - a[i])), entropy.Value[row], 1e-5);
            Assert.Equal(allowed.Sum(i => Math.Exp(a[i]) / total * (a[i] - Math.Log(total) - reference[i])), divergence.Value[row], 1e-5);
        }

        var gaps = a.Zip(targets, (p, t) => Math.Abs((double)p - t)).ToArray();
        Scalar(gaps.Average(e => e * e), tape.MeanSquaredError(x, targets));
        Scalar(gaps.Average(e => e <= 0.7 ? e * e / 2 : 0.7 * (e - 0.35)), tape.Huber(x, targets, 0.7f));
        Scalar(a.Zip(labels, (p, t) => Math.Log(1 + Math.Exp(t > 0 ? -p : p))).Average(), tape.BinaryCrossEntropyWithLogits(x, labels));
        Scalar(a.Zip(targets, (p, t) => (double)p * t).Sum(), tape.WeightedSum(x, targets));
        Scalar(a.Sum(p => (double)p), tape.Sum(x));
        Scalar(a.Average(p => (double)p), tape.Mean(x));

        static void Scalar(double expected, Variable actual)
        {
            Assert.Equal(default, actual.Shape);
            Assert.Equal(expected, actual.Value[0], 1e-5 * (1 + Math.Abs(expected)));
        }
    }

    [Fact]
    public void ExtremeLogitsGiveFiniteLosses()
    {
        var tape = new Tape(ComputeContext.Serial, recording: false);
        Assert.Equal(500, tape.BinaryCrossEntropyWithLogits(tape.Constant([1000, -1000], 2, 1), [0, 0]).Value[0], 1e-3);
        Assert.Equal(0, tape.BinaryCrossEntropyWithLogits(tape.Constant([1000, -1000], 2), [1, 0]).Value[0], 1e-6);
    }

    private static float[] Draw(ulong seed, int length) => Normal(new RandomStream(seed), length).Span.ToArray();
}

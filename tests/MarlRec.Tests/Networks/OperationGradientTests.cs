using MarlRec.Execution;
using static MarlRec.Networks.GradientCheck;

namespace MarlRec.Networks;

public class OperationGradientTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 3, 1 }, { 1, 9 }, { 5, 8 }, { 7, 19 } };

    private static RandomStream Stream(int n, int d) => new((ulong)(n * 100 + d));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Elementwise(int n, int d)
    {
        var random = Stream(n, d);
        Run((tape, x) => tape.Tanh(x[0]), Normal(random, n, d));
        Run((tape, x) => tape.Sigmoid(x[0]), Normal(random, n, d));
        Run((tape, x) => tape.Exp(x[0]), Normal(random, n, d));
        Run((tape, x) => tape.Relu(x[0]), OffKinks(random, 0.05f, n, d));
        Run((tape, x) => tape.Clip(x[0], -0.5f, 0.8f), OffKinks(random, 0.05f, n, d));
        Run((tape, x) => tape.Scale(x[0], -2.5f), Normal(random, n, d));
        Run((tape, x) => tape.Add(x[0], x[1]), Normal(random, n, d), Normal(random, n, d));
        Run((tape, x) => tape.Subtract(x[0], x[1]), Normal(random, n, d), Normal(random, n, d));
        Run((tape, x) => tape.Multiply(x[0], x[1]), Normal(random, n, d), Normal(random, n, d));
        Run((tape, x) => tape.Minimum(x[0], x[1]), OffKinks(random, 0, n, d), OffKinks(random, 0.05f, n, d));
        Run((tape, x) => tape.AddBias(x[0], x[1]), Normal(random, n, d), Normal(random, d));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shaping(int n, int d)
    {
        var random = Stream(n, d);
        int[] rows = [n - 1, 0, n - 1];
        var columns = Enumerable.Range(0, n).Select(i => i * 7 % d).ToArray();
        Run((tape, x) => tape.Reshape(x[0], d, n), Normal(random, n, d));
        Run((tape, x) => tape.Concat(x[0], x[1]), Normal(random, n, d), Normal(random, n, 3));
        Run((tape, x) => tape.GatherRows(x[0], rows), Normal(random, n, d));
        Run((tape, x) => tape.GatherColumns(x[0], columns), Normal(random, n, d));
        Run((tape, x) => tape.EmbeddingLookup(x[0], [0, n - 1, 0, 0], 2, 2), Normal(random, n, d));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products(int n, int d)
    {
        var random = Stream(n, d);
        Run((tape, x) => tape.Linear(x[0], x[1], x[2]), Normal(random, n, d), Normal(random, 3, d), Normal(random, 3));
        Run((tape, x) => tape.Linear(x[0], x[1]), Normal(random, 2, n, d), Normal(random, 17, d));
        var candidates = Normal(random, n, 4, d).Span.ToArray();
        Run((tape, x) => tape.BatchedMatVec(x[0], candidates), Normal(random, n, d));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Distributions(int n, int d)
    {
        var random = Stream(n, d);
        var mask = new bool[n * d];
        for (var i = 0; i < mask.Length; i++) mask[i] = i % d == i / d % d || random.NextSingle() < 0.6f;
        var reference = Normal(random, n, d).Span.ToArray();
        Run((tape, x) => tape.MaskedLogSoftmax(x[0]), Normal(random, n, d));
        Run((tape, x) => tape.MaskedLogSoftmax(x[0], mask), Normal(random, n, d));
        Run((tape, x) => tape.Entropy(x[0]), Normal(random, n, d));
        Run((tape, x) => tape.Entropy(tape.MaskedLogSoftmax(x[0], mask)), Normal(random, n, d));
        Run((tape, x) => tape.KullbackLeibler(x[0], reference, mask), Normal(random, n, d));
        Run((tape, x) => tape.KullbackLeibler(tape.MaskedLogSoftmax(x[0], mask), reference), Normal(random, n, d));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ReductionsAndLosses(int n, int d)
    {
        var random = Stream(n, d);
        var targets = OffKinks(random, 0, n, d).Span.ToArray();
        var labels = Enumerable.Range(0, n * d).Select(i => i % 3 / 2f).ToArray();
        Run((tape, x) => tape.WeightedSum(x[0], targets), Normal(random, n, d));
        Run((tape, x) => tape.Sum(x[0]), Normal(random, n, d));
        Run((tape, x) => tape.Mean(x[0]), Normal(random, n, d));
        Run((tape, x) => tape.MeanSquaredError(x[0], targets), Normal(random, n, d));
        Run((tape, x) => tape.Huber(x[0], targets, 0.5f), OffKinks(random, 0.05f, n, d));
        Run((tape, x) => tape.BinaryCrossEntropyWithLogits(x[0], labels), Normal(random, n, d));
    }
}

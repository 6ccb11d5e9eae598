using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class TapeTests
{
    private readonly Tape _tape = new(ComputeContext.Serial);

    [Fact]
    public void UseAfterResetThrows()
    {
        var x = _tape.Constant([1, 2], 2);
        _tape.Reset();
        Assert.Throws<InvalidOperationException>(() => x.Shape);
        Assert.Throws<InvalidOperationException>(() => _tape.Tanh(x));
        Assert.Throws<InvalidOperationException>(() => default(Variable).Shape);
        Assert.Throws<ArgumentException>(() => _tape.Tanh(default));
        Assert.Throws<ArgumentException>(() => new Tape(ComputeContext.Serial).Tanh(_tape.Constant([1], 1)));
    }

    [Fact]
    public void BackwardNeedsARecordingTapeAScalarAndHappensOnce()
    {
        var parameter = new Parameter(new FloatTensor(2));
        Assert.Throws<ArgumentException>(() => _tape.Backward(_tape.Parameter(parameter)));
        var loss = _tape.Sum(_tape.Parameter(parameter));
        _tape.Backward(loss);
        Assert.Equal([1f, 1f], parameter.Gradient.Span);
        Assert.Throws<InvalidOperationException>(() => _tape.Backward(loss));
        var plain = new Tape(ComputeContext.Serial, recording: false);
        Assert.Throws<InvalidOperationException>(() => plain.Backward(plain.Constant([1])));
    }

    [Fact]
    public void NoGradientFlowsThroughConstantsAndDetached()
    {
        var parameter = new Parameter(FloatTensor.From([2, 3], 2));
        var p = _tape.Parameter(parameter);
        var detached = _tape.Detach(_tape.Scale(p, 2));
        var x = _tape.Multiply(p, detached);
        _tape.RetainGradient(x);
        _tape.Backward(_tape.Sum(x));
        Assert.Equal([4f, 6f], parameter.Gradient.Span);
        Assert.True(detached.Gradient.IsEmpty);
        Assert.Equal([1f, 1f], x.Gradient);
    }

    [Fact]
    public void OnlyRetainedGradientsStay()
    {
        var parameter = new Parameter(FloatTensor.From([2, 3], 2));
        var p = _tape.Parameter(parameter);
        // y is added to itself and to what is made of it: its gradient is shared on the way, then added to.
        var y = _tape.Scale(p, 2);
        var twice = _tape.Add(y, y);
        var sum = _tape.Add(_tape.Tanh(_tape.Reshape(_tape.Subtract(twice, y), 2)), twice);
        foreach (var kept in new[] { y, sum }) _tape.RetainGradient(kept);
        var loss = _tape.Sum(_tape.Scale(sum, 5));
        _tape.Backward(loss);
        Assert.Equal([5f, 5f], sum.Gradient);
        Assert.True(twice.Gradient.IsEmpty);
        Assert.Equal(10 + 5 * (1 - Math.Pow(Math.Tanh(4), 2)), y.Gradient[0], 1e-5);
        Assert.Equal(2 * y.Gradient[0], parameter.Gradient.Span[0], 1e-5);
        Assert.Throws<InvalidOperationException>(() => _tape.RetainGradient(y));
        Assert.Throws<InvalidOperationException>(() =>
        {
            var plain = new Tape(ComputeContext.Serial, recording: false);
            plain.RetainGradient(plain.Constant([1]));
        });
    }

    [Fact]
    public void SteadyStateAllocatesNothing()
    {
        var random = new RandomStream(1);
        var first = new Linear(4, 64, random);
        var second = new Linear(64, 2, random);
        var adam = new Adam([.. first.NamedParameters(), .. second.NamedParameters().Select(p => ("out." + p.Name, p.Parameter))]);
        var input = new float[32];
        var mask = Enumerable.Repeat(true, 16).ToArray();
        var actions = new int[8];
        var weights = new float[8];
        void Step()
        {
            _tape.Reset();
            var logits = second.Forward(_tape, _tape.Tanh(first.Forward(_tape, _tape.Constant(input, 8, 4))));
            _tape.Backward(_tape.WeightedSum(_tape.GatherColumns(_tape.MaskedLogSoftmax(logits, mask), actions), weights));
            adam.Step();
            adam.ZeroGradients();
        }

        for (var i = 0; i < 50; i++) Step();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++) Step();
        }));
    }

    [Fact]
    public void LogSoftmaxIsShiftedAndMasked()
    {
        var y = _tape.MaskedLogSoftmax(_tape.Constant([1000, 1000, 5000, -1e4f, -1e4f, 0], 2, 3), [true, true, false, true, true, false]);
        foreach (var i in new[] { 0, 1, 3, 4 }) Assert.Equal(-Math.Log(2), y.Value[i], 1e-6);
        Assert.Equal(float.NegativeInfinity, y.Value[2]);
        var entropy = _tape.Entropy(y);
        Assert.Equal(Math.Log(2), entropy.Value[0], 1e-6);
        var x = _tape.Constant([1, 2], 1, 2);
        Assert.Throws<ArgumentException>(() => _tape.MaskedLogSoftmax(x, [false, false]));
    }

    [Fact]
    public void ExtremeLogitsGiveFiniteLosses()
    {
        Assert.Equal(500, _tape.BinaryCrossEntropyWithLogits(_tape.Constant([1000, -1000], 2, 1), [0, 0]).Value[0], 1e-3);
        Assert.Equal(0, _tape.BinaryCrossEntropyWithLogits(_tape.Constant([1000, -1000], 2), [1, 0]).Value[0], 1e-6);
    }

    [Fact]
    public void TheMaximumIsTheFirstOfEqualsAndNaNWins()
    {
        var columns = new int[3];
        var x = _tape.Constant([1, 3, 3, float.NaN, 9, 2, -5, float.NegativeInfinity, 7], 3, 3);
        var y = _tape.MaximumColumns(x, [true, true, true, true, true, true, true, true, false], columns);
        Assert.Equal([1, 0, 0], columns);
        Assert.Equal([3, float.NaN, -5], y.Value.ToArray());
        _tape.MaximumColumns(_tape.Constant([float.NegativeInfinity, float.NegativeInfinity], 1, 2), [false, true], columns.AsSpan(0, 1));
        Assert.Equal(1, columns[0]);
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        var x = _tape.Constant(new float[6], 2, 3);
        var weight = _tape.Constant(new float[8], 2, 4);
        Assert.Contains("weights [2,4] cannot multiply input [2,3]", Assert.Throws<ArgumentException>(() => _tape.Linear(x, weight)).Message);
        Assert.Throws<ArgumentException>("bias", () => _tape.Linear(x, x, _tape.Constant([1], 1)));
        Assert.Throws<ArgumentException>("y", () => _tape.Add(x, weight));
        Assert.Throws<ArgumentException>("y", () => _tape.Concat(x, _tape.Constant([1], 1, 1)));
        Assert.Throws<ArgumentException>("bias", () => _tape.AddBias(x, weight));
        Assert.Throws<ArgumentException>("shape", () => _tape.Reshape(x, 7));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => _tape.GatherRows(x, [2]));
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => _tape.GatherColumns(x, [0, -1]));
        Assert.Throws<ArgumentException>("columns", () => _tape.GatherColumns(x, [0]));
        Assert.Throws<ArgumentException>("candidates", () => _tape.BatchedMatVec(x, new float[7]));
        Assert.Throws<ArgumentException>("mask", () => _tape.MaskedLogSoftmax(x, [true]));
        Assert.Throws<ArgumentException>("referenceLogP", () => _tape.KullbackLeibler(x, [1]));
        Assert.Throws<ArgumentException>("weights", () => _tape.WeightedSum(x, [1]));
        Assert.Throws<ArgumentException>("x", () => _tape.Mean(_tape.Constant([], 0)));
        Assert.Throws<ArgumentException>("targets", () => _tape.MeanSquaredError(x, [1]));
        Assert.Throws<ArgumentException>("targets", () => _tape.Huber(x, [1]));
        Assert.Throws<ArgumentOutOfRangeException>("delta", () => _tape.Huber(x, new float[6], float.NaN));
        Assert.Throws<ArgumentException>("targets", () => _tape.BinaryCrossEntropyWithLogits(x, [1]));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => _tape.BinaryCrossEntropyWithLogits(x, [1, 1, 1, 1, 1, 2]));
        Assert.Throws<ArgumentException>("weights", () => _tape.MeanSquaredError(x, new float[6], [1]));
        Assert.Throws<ArgumentException>("weights", () => _tape.Huber(x, new float[6], 1, new float[6]));
        Assert.Throws<ArgumentException>("weights", () => _tape.BinaryCrossEntropyWithLogits(x, new float[6], [1, 1, 1, 1, 1, float.NaN]));
        Assert.Throws<ArgumentException>("targets", () => _tape.CrossEntropy(x, [1]));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => _tape.CrossEntropy(x, [0, 3]));
        Assert.Throws<ArgumentException>("weights", () => _tape.CrossEntropy(x, [0, 0], [0, 0]));
        Assert.Contains("row 1 of x [2,3]", Assert.Throws<ArgumentException>("mask", () => _tape.MaximumColumns(x, [true, false, false, false, false, false])).Message);
        Assert.Throws<ArgumentException>("columns", () => _tape.MaximumColumns(x, columns: new int[3]));
        Assert.Throws<ArgumentException>("mask", () => _tape.GatherColumns(x, [0, 0], [true]));
        Assert.Throws<ArgumentException>("mask", () => _tape.LogSumExp(x, [true]));
        Assert.Throws<ArgumentException>("mask", () => _tape.MaskedSoftmax(x, new bool[6]));
        Assert.Contains("x [2,3,1] cannot multiply y [2,2,3]", Assert.Throws<ArgumentException>("y", () => _tape.BatchedMatMul(_tape.Reshape(x, 2, 3, 1), _tape.Constant(new float[12], 2, 2, 3))).Message);
        Assert.Throws<ArgumentException>("x", () => _tape.BatchedMatMul(x, x));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => _tape.Clip(x, 1, 0));
        Assert.Throws<ArgumentException>("values", () => _tape.Constant([1, 2], 3));
        Assert.Throws<ArgumentOutOfRangeException>("ids", () => _tape.EmbeddingLookup(x, [2], 1, 1));
        Assert.Throws<ArgumentException>("ids", () => _tape.EmbeddingLookup(x, [1], 1, 2));
        Assert.Throws<ArgumentNullException>("parameter", () => _tape.Parameter(null!));
        Assert.Throws<ArgumentNullException>("context", () => new Tape(null!));
    }
}

using MarlRec.Execution;
using MarlRec.Networks.Oracles;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>A wrong call of an operation says which, names what does not fit, and leaves tape, memory and gradients as they were.</summary>
public class ShapeErrorTests
{
    // Operation, call, what the message names beside the operation.
    private static readonly (string Operation, Func<Tape, Feed, Variable> Call, string[] Names)[] s_all =
    [
        ("Add", (t, f) => t.Add(f[2, 3], f[3, 2]), ["[2,3]", "[3,2]"]),
        ("Subtract", (t, f) => t.Subtract(f[2, 3], f[6]), ["[2,3]", "[6]"]),
        ("Multiply", (t, f) => t.Multiply(f[2, 3], f[2, 1]), ["[2,3]", "[2,1]"]),
        ("Minimum", (t, f) => t.Minimum(f[2, 3], f[2, 3, 1]), ["[2,3]", "[2,3,1]"]),
        ("AddBias", (t, f) => t.AddBias(f[2, 3], f[2]), ["[2,3]", "[2]"]),
        ("AddBias", (t, f) => t.AddBias(f[2, 3], f[1, 3]), ["[2,3]", "[1,3]"]),
        ("Concat", (t, f) => t.Concat(f[2, 3], f[3, 3]), ["[2,3]", "[3,3]"]),
        ("Concat", (t, f) => t.Concat(f[2, 3], f[3]), ["[2,3]", "[3]"]),
        ("Reshape", (t, f) => t.Reshape(f[2, 3], 7), ["[2,3]", "[7]"]),
        ("Linear", (t, f) => t.Linear(f[2, 3], f[5, 4]), ["[2,3]", "[5,4]"]),
        ("Linear", (t, f) => t.Linear(f[2, 3], f[3]), ["[2,3]", "[3]"]),
        ("Linear", (t, f) => t.Linear(f[2, 3], f[5, 3], f[3]), ["[2,5]", "[3]"]),
        ("BatchedMatVec", (t, f) => t.BatchedMatVec(f[2, 3], new float[7]), ["[2,3]", "7"]),
        ("BatchedMatVec", (t, f) => t.BatchedMatVec(f[6], new float[6]), ["[6]"]),
        ("GatherColumns", (t, f) => t.GatherColumns(f[2, 3], [1]), ["[2,3]", "1"]),
        ("GatherColumns", (t, f) => t.GatherColumns(f[6], [1]), ["[6]"]),
        ("GatherColumns", (t, f) => t.GatherColumns(f[2, 3], [0, 3]), ["[2,3]", "3"]),
        ("GatherRows", (t, f) => t.GatherRows(f[2, 3], [0, 2]), ["2"]),
        ("EmbeddingBag", (t, f) => t.EmbeddingBag(f[6], new SequenceBatch([0], [1], 1)), ["[6]"]),
        ("EmbeddingBag", (t, f) => t.EmbeddingBag(f[2, 3], new SequenceBatch([0, 1, 1, 2], [2, 2], 2)), ["2", "id 1", "sequence 1"]),
        ("EmbeddingLookup", (t, f) => t.EmbeddingLookup(f[6], [0], 1, 1), ["[6]"]),
        ("EmbeddingLookup", (t, f) => t.EmbeddingLookup(f[2, 3], [0, 1], 1, 1), ["2", "batch 1", "time 1"]),
        ("EmbeddingLookup", (t, f) => t.EmbeddingLookup(f[2, 3], [0, 2], 1, 2), ["2"]),
        ("LastSteps", (t, f) => t.LastSteps(f[2, 3], [1, 1]), ["[2,3]"]),
        ("LastSteps", (t, f) => t.LastSteps(f[2, 3, 4], [1]), ["1", "2"]),
        ("LastSteps", (t, f) => t.LastSteps(f[2, 3, 4], [1, 4]), ["4"]),
        ("LstmSequence", (t, f) => t.LstmSequence(f[2, 3], [1, 1], f[8, 3], f[8, 2], f[8]), ["[2,3]"]),
        ("LstmSequence", (t, f) => t.LstmSequence(f[2, 3, 4], [1, 1], f[8, 3], f[8, 2], f[8]), ["[2,3,4]", "[8,3]"]),
        ("LstmSequence", (t, f) => t.LstmSequence(f[2, 3, 4], [1, 1], f[8, 4], f[8, 3], f[8]), ["[8,3]"]),
        ("LstmSequence", (t, f) => t.LstmSequence(f[2, 3, 4], [1, 1], f[8, 4], f[8, 2], f[4]), ["[8,2]", "[4]"]),
        ("LstmSequence", (t, f) => t.LstmSequence(f[2, 3, 4], [1], f[8, 4], f[8, 2], f[8]), ["1", "2"]),
        ("LstmLast", (t, f) => t.LstmLast(f[2, 3, 4], [1, 1], f[8, 3], f[8, 2], f[8]), ["[2,3,4]", "[8,3]"]),
        ("MaskedLogSoftmax", (t, f) => t.MaskedLogSoftmax(f[6]), ["[6]"]),
        ("MaskedLogSoftmax", (t, f) => t.MaskedLogSoftmax(f[2, 3], [true]), ["[2,3]", "1"]),
        ("MaskedLogSoftmax", (t, f) => t.MaskedLogSoftmax(f[2, 3], [true, true, true, false, false, false]), ["row 1"]),
        ("Entropy", (t, f) => t.Entropy(f[6]), ["[6]"]),
        ("KullbackLeibler", (t, f) => t.KullbackLeibler(f[6], new float[6]), ["[6]"]),
        ("KullbackLeibler", (t, f) => t.KullbackLeibler(f[2, 3], new float[5]), ["[2,3]", "5"]),
        ("KullbackLeibler", (t, f) => t.KullbackLeibler(f[2, 3], new float[6], [true]), ["[2,3]", "1"]),
        ("KullbackLeibler", (t, f) => t.KullbackLeibler(f[2, 3], [0, 0, 0, 0, 0, float.NegativeInfinity]), ["referenceLogP[5]"]),
        ("Mean", (t, f) => t.Mean(f[0, 3]), ["[0,3]"]),
        ("WeightedSum", (t, f) => t.WeightedSum(f[2, 3], new float[5]), ["[2,3]", "5"]),
        ("MeanSquaredError", (t, f) => t.MeanSquaredError(f[2, 3], new float[5]), ["[2,3]", "5"]),
        ("MeanSquaredError", (t, f) => t.MeanSquaredError(f[0], []), ["[0]"]),
        ("Huber", (t, f) => t.Huber(f[2, 3], new float[5]), ["[2,3]", "5"]),
        ("BinaryCrossEntropyWithLogits", (t, f) => t.BinaryCrossEntropyWithLogits(f[2, 3], new float[5]), ["[2,3]", "5"]),
        ("BinaryCrossEntropyWithLogits", (t, f) => t.BinaryCrossEntropyWithLogits(f[2], [0, 2]), ["targets[1]"]),
        ("SampledSoftmax", (t, f) => t.SampledSoftmax(f[2, 3], f.Parameter(4, 2), null, [0, 0], [1, 1], [1]), ["[2,3]", "[4,2]"]),
        ("SampledSoftmax", (t, f) => t.SampledSoftmax(f[2, 3], f.Parameter(4, 3), f.Parameter(3), [0, 0], [1, 1], [1]), ["[3]", "[4,3]"]),
        ("SampledSoftmax", (t, f) => t.SampledSoftmax(f[2, 3], f.Parameter(4, 3), null, [0], [1, 1], [1]), ["1", "2"]),
        ("SampledSoftmax", (t, f) => t.SampledSoftmax(f[2, 3], f.Parameter(4, 3), null, [0, 4], [1, 1], [1]), ["targets[1]"]),
        ("SampledSoftmax", (t, f) => t.SampledSoftmax(f[2, 3], f.Parameter(4, 3), null, [0, 0], [1, 1], [4]), ["4"]),
        ("SampledSoftmax", (t, f) => t.SampledSoftmax(f[2, 3], f.Parameter(4, 3), null, [0, 0], [1, float.NaN], [1]), ["weights[1]"]),
        ("SoftmaxCrossEntropy", (t, f) => t.SoftmaxCrossEntropy(f[2, 3], f[4, 2], null, [0, 0]), ["[2,3]", "[4,2]"]),
        ("SoftmaxCrossEntropy", (t, f) => t.SoftmaxCrossEntropy(f[2, 3], f[4, 3], f[3], [0, 0]), ["[4,3]", "[3]"]),
        ("SoftmaxCrossEntropy", (t, f) => t.SoftmaxCrossEntropy(f[2, 3], f[4, 3], null, [0]), ["1", "2"]),
        ("SoftmaxCrossEntropy", (t, f) => t.SoftmaxCrossEntropy(f[2, 3], f[4, 3], null, [0, 4]), ["targets[1]"]),
        ("NormalizeRows", (t, f) => t.NormalizeRows(f[[]]), ["[]"]),
        ("LayerNorm", (t, f) => t.LayerNorm(f[2, 3], f[2], f[2]), ["[2,3]", "[2]"]),
        ("LayerNorm", (t, f) => t.LayerNorm(f[2, 3], f[3], f[2]), ["[3]", "[2]"]),
        ("AddDropout", (t, f) => t.AddDropout(f[2, 3], f[6], 0.5f, new RandomStream(1)), ["[2,3]", "[6]"]),
        ("Attention", (t, f) => t.Attention(f[2, 6], f[2, 3, 6], f[2, 3, 6], 2), ["[2,6]"]),
        ("Attention", (t, f) => t.Attention(f[2, 4, 6], f[2, 3, 4], f[2, 3, 4], 2), ["[2,4,6]", "[2,3,4]"]),
        ("Attention", (t, f) => t.Attention(f[2, 4, 6], f[2, 3, 6], f[2, 4, 6], 2), ["[2,3,6]", "[2,4,6]"]),
        ("Attention", (t, f) => t.Attention(f[2, 4, 6], f[2, 3, 6], f[2, 3, 6], 4), ["4 heads", "6"]),
        ("Attention", (t, f) => t.Attention(f[2, 4, 6], f[2, 3, 6], f[2, 3, 6], 2, causal: true), ["4", "3"]),
        ("SelfAttention", (t, f) => t.SelfAttention(f[2, 4, 7], 1), ["[2,4,7]"]),
        ("SelfAttention", (t, f) => t.SelfAttention(f[2, 4, 6], 1, [1]), ["1", "2"]),
        ("CrossAttention", (t, f) => t.CrossAttention(f[2, 4, 6], f[2, 3, 6], 2), ["[2,4,6]", "[2,3,6]"]),
        ("MaskedSoftmax", (t, f) => t.MaskedSoftmax(f[2, 3], new bool[6]), ["[2,3]", "row 0"]),
        ("LogSumExp", (t, f) => t.LogSumExp(f[2, 0]), ["[2,0]"]),
        ("MaximumColumns", (t, f) => t.MaximumColumns(f[2, 3], [], new int[3]), ["[2,3]", "3"]),
        ("GatherColumns", (t, f) => t.GatherColumns(f[2, 3], [0, 0], [true]), ["[2,3]", "1"]),
        ("CrossEntropy", (t, f) => t.CrossEntropy(f[2, 3], [0]), ["[2,3]", "1"]),
        ("CrossEntropy", (t, f) => t.CrossEntropy(f[2, 3], [0, 0], [1]), ["1", "2"]),
        ("Huber", (t, f) => t.Huber(f[2, 3], new float[6], 1, [1]), ["[2,3]", "1"]),
        ("Huber", (t, f) => t.Huber(f[2], new float[2], 1, [1, -1]), ["weights[1]"]),
        ("BatchedMatMul", (t, f) => t.BatchedMatMul(f[6], f[6]), ["[6]"]),
        ("BatchedMatMul", (t, f) => t.BatchedMatMul(f[2, 3, 4], f[2, 3, 4]), ["[2,3,4]"]),
        ("GruSequence", (t, f) => t.GruSequence(f[2, 3], [1, 1], f[6, 4], f[6, 2], f[6], f[6]), ["[2,3]"]),
        ("GruSequence", (t, f) => t.GruSequence(f[2, 3, 4], [1, 1], f[6, 3], f[6, 2], f[6], f[6]), ["[2,3,4]", "[6,3]"]),
        ("GruSequence", (t, f) => t.GruSequence(f[2, 3, 4], [1, 1], f[6, 4], f[6, 2], f[6], f[5]), ["[6,2]", "[5]"]),
        ("GruSequence", (t, f) => t.GruSequence(f[2, 3, 4], [1, 1], f[6, 4], f[6, 2], f[6], f[6], f[2, 3]), ["[2,3,4]", "[2,3]"]),
        ("GruSequence", (t, f) => t.GruSequence(f[2, 3, 4], [1, 4], f[6, 4], f[6, 2], f[6], f[6]), ["4"]),
        ("MeanSteps", (t, f) => t.MeanSteps(f[2, 3]), ["[2,3]"]),
        ("MeanSteps", (t, f) => t.MeanSteps(f[2, 3, 4], [1]), ["1", "2"]),
        ("MaxSteps", (t, f) => t.MaxSteps(f[2, 3]), ["[2,3]"]),
        ("MaxSteps", (t, f) => t.MaxSteps(f[2, 3, 4], [1]), ["1", "2"]),
        ("AddSteps", (t, f) => t.AddSteps(f[2, 3, 4], f[5, 3]), ["[2,3,4]", "[5,3]"]),
    ];

    // No two shapes to compare, and no other demand on values.
    private static readonly string[] s_nothingToGetWrong = ["Tanh", "Sigmoid", "Exp", "Relu", "Gelu", "Scale", "Clip", "Sum", "Dropout", "Abs", "Elu"];

    public static TheoryData<int, string> Calls
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (var i = 0; i < s_all.Length; i++) data.Add(i, s_all[i].Operation);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void NothingIsWrittenAndTheMessageNamesAll(int index, string operation)
    {
        var (_, call, names) = s_all[index];
        var tape = new Tape(ComputeContext.Serial);
        var feed = new Feed(tape);
        // Makes the operands, so that the second call adds nothing but what the operation does.
        Assert.ThrowsAny<ArgumentException>(() => call(tape, feed));
        var (count, mark, capacity) = (tape.Count, tape.Workspace.Mark(), tape.Workspace.Capacity);
        var error = Assert.ThrowsAny<ArgumentException>(() => call(tape, feed));
        Assert.Equal((count, mark, capacity), (tape.Count, tape.Workspace.Mark(), tape.Workspace.Capacity));
        feed.AssertUntouched();
        if (error is not ArgumentOutOfRangeException) Assert.StartsWith(operation + ": ", error.Message);
        Assert.All(names, name => Assert.Contains(name, error.Message));
        Assert.NotNull(error.ParamName);

        // The tape is still good.
        tape.Backward(tape.Sum(feed[2, 3]));
    }

    [Fact]
    public void EveryOperationIsCalledWronglyOnce() =>
        Assert.Empty(OperationOracleTests.Methods.Except(s_all.Select(call => call.Operation)).Except(s_nothingToGetWrong));

    /// <summary>Operands, made once for each shape, with gradients that nobody should touch.</summary>
    private sealed class Feed(Tape tape)
    {
        private readonly Dictionary<string, (Parameter Parameter, Variable Variable)> _made = [];

        internal Variable this[params ReadOnlySpan<int> shape] => Make(shape).Variable;

        internal Parameter Parameter(params ReadOnlySpan<int> shape) => Make(shape).Parameter;

        internal void AssertUntouched()
        {
            foreach (var (parameter, variable) in _made.Values)
            {
                Assert.All(parameter.Gradient.Span.ToArray(), g => Assert.Equal(2, g));
                Assert.Equal(parameter.Value.Span.ToArray(), variable.Value.ToArray());
            }
        }

        private (Parameter Parameter, Variable Variable) Make(ReadOnlySpan<int> shape)
        {
            var key = new Shape(shape).ToString();
            if (_made.TryGetValue(key, out var known)) return known;
            var parameter = new Parameter(new FloatTensor(shape));
            parameter.Gradient.Span.Fill(2);
            return _made[key] = (parameter, tape.Parameter(parameter));
        }
    }
}

using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class RowSparseTests
{
    public static TheoryData<string> Cases => OptimizerCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void AllRowsTouchedIsTheDenseAlgorithmToTheBit(string name)
    {
        float[] Train(bool sparse)
        {
            var random = new RandomStream(1);
            var parameter = new Parameter(GradientCheck.Normal(random, 9, 5), sparse);
            var optimizer = OptimizerCase.All[name].Of(("p", parameter));
            for (var step = 0; step < 6; step++)
            {
                optimizer.ZeroGradients();
                OptimizerTests.FillGradients([("p", parameter)], random);
                if (step % 2 == 0) parameter.TouchAllRows();
                else
                    for (var row = 8; row >= 0; row--) parameter.TouchRow(row);
                optimizer.Step();
            }

            return parameter.Value.Span.ToArray();
        }

        Assert.Equal(Train(false), Train(true));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void UntouchedRowsAndTheirStateStayAsTheyAre(string name)
    {
        var random = new RandomStream(2);
        var parameter = new Parameter(GradientCheck.Normal(random, 6, 5), rowSparse: true);
        var alone = new Parameter(FloatTensor.From(parameter.Value.Row(2), 1, 5));
        var before = parameter.Value.Clone();
        var optimizer = OptimizerCase.All[name].Of(("p", parameter));
        var reference = OptimizerCase.All[name].Of(("p", alone));
        for (var step = 0; step < 4; step++)
        {
            optimizer.ZeroGradients();
            Assert.All(parameter.Gradient.Span.ToArray(), value => Assert.Equal(0, value));
            GradientCheck.Normal(random, 5).Span.CopyTo(parameter.Gradient.Row(2));
            parameter.Gradient.Row(2).CopyTo(alone.Gradient.Span);
            parameter.TouchRow(2);
            optimizer.Step();
            reference.Step();
        }

        Assert.Equal(alone.Value.Span, parameter.Value.Row(2));
        var state = new Dictionary<string, FloatTensor>();
        optimizer.ExportState(state, "");
        foreach (var row in new[] { 0, 1, 3, 4, 5 })
        {
            Assert.Equal(before.Row(row), parameter.Value.Row(row));
            foreach (var (key, tensor) in state.Where(entry => entry.Key != "step")) Assert.All(tensor.Row(row).ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [InlineData("lookup")]
    [InlineData("gather")]
    [InlineData("softmax")]
    [InlineData("bag")]
    public void OperationsThatReadRowsTouchTheseRowsOnly(string operation)
    {
        var random = new RandomStream(3);
        var sparse = new Parameter(GradientCheck.Normal(random, 50, 3), rowSparse: true);
        var dense = new Parameter(sparse.Value.Clone());
        int[] ids = [7, 3, 7, 49, 3];
        var hidden = GradientCheck.Normal(random, 5, 3).Span.ToArray();
        foreach (var table in new[] { sparse, dense })
        {
            var tape = new Tape(ComputeContext.Serial);
            tape.Backward(operation switch
            {
                "lookup" => tape.WeightedSum(tape.EmbeddingLookup(tape.Parameter(table), ids, 5, 1), hidden),
                "bag" => tape.WeightedSum(tape.EmbeddingBag(tape.Parameter(table), new SequenceBatch([7, 3, 0, 7, 49, 3], [2, 3], 3)), hidden.AsSpan(0, 6)),
                "gather" => tape.WeightedSum(tape.GatherRows(tape.Parameter(table), ids), hidden),
                _ => tape.SampledSoftmax(tape.Constant(hidden, 5, 3), table, null, [7, 3, 7, 7, 3], [1, 1, 1, 1, 1], [49, 49]),
            });
        }

        Assert.Equal([3, 7, 49], sparse.TouchedRows!.Ids.ToArray().Order());
        Assert.False(sparse.TouchedRows.IsAll);
        Assert.Equal(dense.Gradient.Span, sparse.Gradient.Span);
    }

    [Fact]
    public void AnyOtherOperationTouchesAllRows()
    {
        var table = new Embedding(4, 2, new RandomStream(4), rowSparse: true).Weight;
        foreach (var operation in new Func<Tape, Variable, Variable>[] { (tape, x) => tape.Tanh(x), (tape, x) => tape.GatherRows(tape.Reshape(x, 8, 1), [1]), (tape, x) => x })
        {
            var tape = new Tape(ComputeContext.Serial);
            tape.Backward(tape.Sum(operation(tape, tape.Parameter(table))));
            Assert.True(table.TouchedRows!.IsAll);
            table.ZeroGradient();
            Assert.False(table.TouchedRows.IsAll);
            Assert.All(table.Gradient.Span.ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void RowsOfAPartAreNotTakenForRowsOfTheWhole()
    {
        var table = new Parameter(new FloatTensor(4, 2), rowSparse: true);
        var tape = new Tape(ComputeContext.Serial);
        tape.Backward(tape.Sum(tape.GatherRows(tape.ParameterRows(table, 2, 2), [1])));
        Assert.Equal([0f, 0, 0, 0, 0, 0, 1, 1], table.Gradient.Span);
        Assert.True(table.TouchedRows!.IsAll);
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(40, 64)]
    [InlineData(2_050, 17)]
    [InlineData(3_000_000, 17)]
    public void RepeatedIdsAddUpToTheSameBitsAtAnyDegree(int rows, int width)
    {
        const int count = 3_000;
        using var two = new ComputeContext(2);
        using var three = new ComputeContext(3);
        var random = new RandomStream(5);
        var ids = new int[count];
        foreach (ref var id in ids.AsSpan()) id = random.NextSingle() < 0.3 ? rows / 2 : random.Next(rows);
        var factors = GradientCheck.Normal(random, count * width).Span.ToArray();
        var expected = new Dictionary<int, double[]>();
        for (var i = 0; i < count; i++)
        {
            if (!expected.TryGetValue(ids[i], out var sums)) expected[ids[i]] = sums = new double[width];
            for (var k = 0; k < width; k++) sums[k] += factors[i * width + k];
        }

        float[]? serial = null;
        var table = new Parameter(new FloatTensor(rows, width), rowSparse: true);
        foreach (var context in new[] { ComputeContext.Serial, two, three })
        {
            table.ZeroGradient();
            var tape = new Tape(context);
            tape.Backward(tape.WeightedSum(tape.EmbeddingLookup(tape.Parameter(table), ids, count, 1), factors));
            float[] bits = [.. expected.Keys.Order().SelectMany(id => table.Gradient.Row(id).ToArray())];
            serial ??= bits;
            Assert.Equal(serial, bits);
        }

        foreach (var (id, sums) in expected)
            for (var k = 0; k < width; k++) Assert.Equal(sums[k], table.Gradient.Row(id)[k], 1e-3);
    }

    [Fact]
    public void BadInput()
    {
        Assert.Throws<ArgumentException>("rowSparse", () => new Parameter(new FloatTensor(), rowSparse: true));
        var table = new Parameter(new FloatTensor(3, 2), rowSparse: true);
        Assert.Throws<ArgumentOutOfRangeException>("row", () => table.TouchRow(3));
        Assert.Throws<ArgumentOutOfRangeException>("row", () => table.TouchRow(-1));
        Assert.True(table.IsRowSparse);
        var dense = new Parameter(new FloatTensor(3, 2));
        dense.TouchRow(99);
        Assert.False(dense.IsRowSparse);
    }
}

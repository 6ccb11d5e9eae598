using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed class EmbeddingBagTests
{
    private const int Count = 300, Batch = 40, Time = 17;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(3, 65)]
    [InlineData(2, 300)]
    public void ValuesAndGradientsHaveTheBitsOfTheMeanOfLookups(int degree, int width)
    {
        using var context = new ComputeContext(degree);
        var random = new RandomStream(9);
        int[] lengths = [0, Time, .. Enumerable.Range(0, Batch - 2).Select(_ => random.Next(Time + 1))];
        int[] ids = [.. Enumerable.Range(0, Batch * Time).Select(_ => random.NextSingle() < 0.2 ? 4 : random.Next(Count))];
        var table = GradientCheck.Normal(random, Count, width);
        var weights = GradientCheck.Normal(random, Batch, width).Span.ToArray();
        var (value, gradient, _) = Run(context, table, weights, (tape, x) => tape.EmbeddingBag(x, new SequenceBatch(ids, lengths, Time)));
        var (expected, expectedGradient, _) = Run(ComputeContext.Serial, table, weights, (tape, x) => tape.MeanSteps(tape.EmbeddingLookup(x, ids, Batch, Time), lengths));
        Assert.Equal(expected, value);
        Assert.Equal(expectedGradient, gradient);
    }

    [Fact]
    public void PaddingIsNotLookedAt()
    {
        var random = new RandomStream(9);
        var (value, _, touched) = Run(
            ComputeContext.Serial, GradientCheck.Normal(random, Count, 3), [1, 1, 1, 1, 1, 1], (tape, x) => tape.EmbeddingBag(x, new SequenceBatch([7, 5, -1, Count], [2, 0], 2)));
        Assert.Equal([5, 7], touched.Order());
        Assert.Equal([0f, 0, 0], value[3..]);
    }

    [Fact]
    public void ShardsAddUpToTheWhole()
    {
        using var context = new ComputeContext(2);
        var random = new RandomStream(10);
        var (small, large) = (new Parameter(GradientCheck.Normal(random, 3, 4), rowSparse: true), new Parameter(GradientCheck.Normal(random, Count, 4)));
        new ShardedBackward([("small", small), ("large", large)], context).Run(3, (tape, shard) =>
        {
            var bags = new SequenceBatch([shard, 1, 2, 0], [2, 1], 2);
            return tape.Sum(tape.Add(tape.EmbeddingBag(tape.Parameter(small), bags), tape.EmbeddingBag(tape.Parameter(large), bags)));
        });
        foreach (var table in new[] { small, large }) Assert.Equal([0.5f, 2, 3.5f], Enumerable.Range(0, 3).Select(id => table.Gradient.Row(id)[3]));
    }

    private static (float[] Value, float[] Gradient, int[] Touched) Run(ComputeContext context, FloatTensor table, float[] weights, Func<Tape, Variable, Variable> operation)
    {
        var parameter = new Parameter(table.Clone(), rowSparse: true);
        var tape = new Tape(context);
        var y = operation(tape, tape.Parameter(parameter));
        var value = y.Value.ToArray();
        tape.Backward(tape.WeightedSum(y, weights));
        return (value, parameter.Gradient.Span.ToArray(), parameter.TouchedRows!.Ids.ToArray());
    }
}

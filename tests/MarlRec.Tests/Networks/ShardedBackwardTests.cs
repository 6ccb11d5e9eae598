using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class ShardedBackwardTests
{
    private const int Shards = 5;

    // Dropout draws from one stream, which shards must not share.
    public static TheoryData<string> Networks => [.. TestNetwork.All.Where(network => !network.Name.Contains("dropout")).Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void GradientsAreThoseOfOneTapeAndTheSameBitsAtAnyDegree(string name)
    {
        var network = TestNetwork.All.Single(network => network.Name == name);
        var inputs = Enumerable.Range(0, Shards).Select(shard => NetworkInputs.Draw(1 + 3 * shard, 6, shard)).ToArray();
        var plain = network.Create(new RandomStream(1));
        var tape = new Tape(ComputeContext.Serial);
        var expectedLoss = 0.0;
        foreach (var part in inputs)
        {
            tape.Reset();
            var loss = Loss(plain, tape, part);
            tape.Backward(loss);
            expectedLoss += loss.Value[0];
        }

        float[][]? bits = null;
        foreach (var degree in (int[])[1, 2, 3])
        {
            using var context = new ComputeContext(degree);
            var model = network.Create(new RandomStream(1));
            var sharded = new ShardedBackward(model.Parameters, context);
            Assert.Equal(expectedLoss, sharded.Run(Shards, (t, shard) => Loss(model, t, inputs[shard])), 1e-5);
            float[][] gradients = [.. model.Parameters.Select(p => p.Parameter.Gradient.Span.ToArray())];
            for (var p = 0; p < gradients.Length; p++)
            {
                var expected = plain.Parameters[p].Parameter.Gradient.Span.ToArray();
                for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], gradients[p][i], 2e-5 * (1 + Math.Abs(expected[i])));
                Assert.Equal(Touched(plain.Parameters[p].Parameter), Touched(model.Parameters[p].Parameter));
            }

            bits ??= gradients;
            Assert.Equal(bits, gradients);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LargeTablesKeepRowsAndSmallOnesAllOfThem(bool rowSparse)
    {
        // Of the large table few rows are looked up; ids repeat within and across shards.
        var random = new RandomStream(2);
        Embedding small = new(3, 4, random, rowSparse), large = new(1000, 4, random, rowSparse);
        (string, Parameter)[] parameters = [("small", small.Weight), ("large", large.Weight)];
        using var context = new ComputeContext(2);
        var sharded = new ShardedBackward(parameters, context);
        for (var run = 1; run <= 2; run++)
        {
            // Gradients are added to those of before.
            sharded.Run(3, (t, shard) => t.Add(
                t.Sum(small.Forward(t, [0, shard, 0], 1, 3)), t.Scale(t.Sum(large.Forward(t, [7, 7, 100 + shard], 1, 3)), 2)));
            Assert.Equal([7f * run, 1 * run, 1 * run], small.Weight.Gradient.Span.ToArray().Where((_, i) => i % 4 == 3));
            Assert.Equal(12f * run, large.Weight.Gradient.Row(7)[0]);
            Assert.Equal(2f * run, large.Weight.Gradient.Row(102)[3]);
            Assert.Equal((12 + 6) * 4 * run, large.Weight.Gradient.Span.ToArray().Sum());
            if (rowSparse) Assert.Equal([7, 100, 101, 102], Touched(large.Weight));
        }
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        var model = TestNetwork.All.Single(network => network.Name == "next item, row-sparse").Create(new RandomStream(1));
        var inputs = Enumerable.Range(0, Shards).Select(shard => NetworkInputs.Draw(4, 6, shard)).ToArray();
        using var two = new ComputeContext(2);
        foreach (var context in (ComputeContext[])[ComputeContext.Serial, two])
        {
            var sharded = new ShardedBackward(model.Parameters, context);
            var adam = new Adam(model.Parameters, context: context);
            Func<Tape, int, Variable> loss = (t, shard) => Loss(model, t, inputs[shard]);
            void Step()
            {
                adam.ZeroGradients();
                sharded.Run(Shards, loss);
                adam.Step();
            }

            for (var i = 0; i < 20; i++) Step();
            Assert.Equal(0, Allocations.Of(() =>
            {
                for (var i = 0; i < 10; i++) Step();
            }));
        }
    }

    [Fact]
    public void AFailingShardLeavesGradientsAsTheyWere()
    {
        var model = TestNetwork.All[0].Create(new RandomStream(1));
        var inputs = NetworkInputs.Draw(4, 1);
        using var context = new ComputeContext(2);
        var sharded = new ShardedBackward(model.Parameters, context);
        var failure = Assert.Throws<InvalidOperationException>(() => sharded.Run(
            4, (t, shard) => shard is 1 or 3 ? throw new InvalidOperationException($"shard {shard}") : Loss(model, t, inputs)));
        Assert.Equal("shard 1", failure.Message);
        Assert.All(model.Parameters, p => Assert.Equal(0, p.Parameter.Gradient.Span.ToArray().Sum(MathF.Abs)));
        sharded.Run(2, (t, _) => Loss(model, t, inputs)); // and it goes on
        Assert.Contains(model.Parameters, p => p.Parameter.Gradient.Span.ToArray().Sum(MathF.Abs) > 0);
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        var parameter = new Parameter(FloatTensor.From([1, 2], 2));
        var stranger = new Parameter(new FloatTensor(3));
        var sharded = new ShardedBackward([("w", parameter)], ComputeContext.Serial);
        Assert.Throws<ArgumentNullException>("parameters", () => new ShardedBackward(null!, ComputeContext.Serial));
        Assert.Throws<ArgumentNullException>("context", () => new ShardedBackward([], null!));
        Assert.Contains("w comes twice", Assert.Throws<ArgumentException>("parameters", () => new ShardedBackward([("v", parameter), ("w", parameter)], ComputeContext.Serial)).Message);
        Assert.Throws<ArgumentException>("parameters", () => new ShardedBackward([("w", null!)], ComputeContext.Serial));
        Assert.Throws<ArgumentOutOfRangeException>("shards", () => sharded.Run(0, (t, _) => t.Sum(t.Parameter(parameter))));
        Assert.Throws<ArgumentNullException>("loss", () => sharded.Run(1, null!));
        Assert.Contains("[3]", Assert.Throws<ArgumentException>("parameter", () => sharded.Run(2, (t, _) => t.Sum(t.Parameter(stranger)))).Message);
        Assert.Throws<ArgumentException>(() => sharded.Run(2, (t, _) => t.Parameter(parameter)));
        // A frozen one is not trained.
        stranger.Freeze();
        sharded.Run(2, (t, _) => t.Add(t.Sum(t.Parameter(stranger)), t.Sum(t.Parameter(parameter))));
        Assert.Equal([2f, 2f], parameter.Gradient.Span);
    }

    private static Variable Loss(TestModel model, Tape tape, NetworkInputs inputs) => model.Loss(tape, model.Output(tape, inputs), inputs);

    private static int[] Touched(Parameter parameter) => parameter.TouchedRows is { IsAll: false } rows ? [.. rows.Ids.ToArray().Order()] : [];
}

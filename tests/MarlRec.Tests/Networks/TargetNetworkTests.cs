using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class TargetNetworkTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(130, 300)]
    public void StepsGoTheGivenPartOfTheWay(int inputs, int outputs)
    {
        var online = Layer(inputs, outputs, 1);
        float[]? serial = null;
        using var three = new ComputeContext(3);
        foreach (var context in new[] { ComputeContext.Serial, three })
        {
            var target = Layer(inputs, outputs, 2);
            var expected = Array.ConvertAll(Values(target), x => (double)x);
            var follower = new TargetNetwork(online, target, context);
            for (var step = 0; step < 3; step++)
            {
                follower.Update(0.3);
                for (var i = 0; i < expected.Length; i++) expected[i] = 0.7 * expected[i] + 0.3 * Values(online)[i];
            }

            var actual = Values(target);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6);
            serial ??= actual;
            Assert.Equal(serial, actual);
            follower.Update(0);
            Assert.Equal(serial, Values(target));
            follower.Copy();
            Assert.Equal(Values(online), Values(target));
            follower.Update(0.123);
            Assert.Equal(Values(online), Values(target));
        }
    }

    [Fact]
    public void AverageIsTheWeightedMeanOfAllWeightsSeen()
    {
        const double decay = 0.9;
        Linear online = Layer(3, 5, 1), mean = Layer(3, 5, 2);
        var average = new WeightAverage(online, mean, decay);
        var sums = new double[Values(mean).Length];
        var total = 0.0;
        for (var step = 0; step < 12; step++)
        {
            Layer(3, 5, 10 + (ulong)step).Weight.Value.Span.CopyTo(online.Weight.Value.Span);
            if (step == 6)
            {
                var state = new Dictionary<string, FloatTensor>();
                average.ExportState(state, "a.");
                average = new WeightAverage(online, mean, decay);
                average.ImportState(state, "a.");
            }

            average.Update();
            Assert.Equal(step + 1, average.Count);
            if (step == 0) Assert.Equal(Values(online), Values(mean));
            total = decay * total + 1;
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] = decay * sums[i] + Values(online)[i];
                Assert.Equal(sums[i] / total, Values(mean)[i], 1e-6);
            }
        }
    }

    [Fact]
    public void ModulesThatDoNotMatchAreRefusedByName()
    {
        Linear online = Layer(3, 5, 1), target = Layer(3, 5, 2);
        Assert.Throws<ArgumentNullException>("online", () => new TargetNetwork(null!, target));
        Assert.Throws<ArgumentNullException>("target", () => new TargetNetwork(online, null!));
        Assert.Throws<ArgumentNullException>("average", () => new WeightAverage(online, null!));
        Refuses("weight has shape [5,3], but [5,4]", () => new TargetNetwork(online, Layer(4, 5, 2)));
        Refuses("bias [5] is missing", () => new TargetNetwork(online, new Linear(3, 5, new RandomStream(1), bias: false)));
        Refuses("bias [5] that the other module lacks", () => new TargetNetwork(new Linear(3, 5, new RandomStream(1), bias: false), target));
        Refuses("weight belongs to both", () => new WeightAverage(online, online));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => new TargetNetwork(online, target).Update(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => new TargetNetwork(online, target).Update(1.1));
        Assert.Throws<ArgumentOutOfRangeException>("decay", () => new WeightAverage(online, target, 1));
        var before = Values(target);
        target.Bias!.Freeze();
        Assert.Contains("bias", Assert.Throws<InvalidOperationException>(() => new TargetNetwork(online, target).Copy()).Message);
        Assert.Equal(before, Values(target));
        Assert.Throws<ArgumentException>(() => new WeightAverage(online, target).ImportState(new Dictionary<string, FloatTensor>(), ""));
    }

    private static void Refuses(string words, Func<object> make) => Assert.Contains(words, Assert.Throws<ArgumentException>(make).Message);

    private static Linear Layer(int inputs, int outputs, ulong seed)
    {
        var layer = new Linear(inputs, outputs, new RandomStream(seed));
        GradientCheck.Normal(new RandomStream(seed), outputs).Span.CopyTo(layer.Bias!.Value.Span);
        return layer;
    }

    private static float[] Values(Module module) => OptimizerTests.Values(module.NamedParameters());
}

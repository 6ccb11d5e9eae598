using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pretraining;

public class ItemVectorsTests
{
    [Fact]
    public void AllRowsAndSomeRowsAgree()
    {
        var random = new RandomStream(1);
        foreach (var items in new[] { new ItemVectors(9, 4, random), new ItemVectors(GradientCheck.Normal(random, 9, 3), 4, random), new ItemVectors(GradientCheck.Normal(random, 9, 3), 4, random, trainItems: true) })
        {
            Assert.Equal((9, 4), (items.Count, items.Size));
            foreach (var (_, parameter) in items.NamedParameters()) Initializers.Uniform(parameter.Value, 1, random);
            var all = items.Compute();
            var tape = new Tape(ComputeContext.Serial);
            Assert.Equal(all.Span, items.Forward(tape).Value);
            var some = items.Forward(tape, [8, 0, 0, 5]);
            Assert.Equal(new Shape(4, 4), some.Shape);
            Assert.Equal([.. all.Row(8), .. all.Row(0), .. all.Row(0), .. all.Row(5)], some.Value);
        }
    }

    [Fact]
    public void FeaturesAreMappedAndAnItemsOwnPartIsAdded()
    {
        var random = new RandomStream(2);
        var features = GradientCheck.Normal(random, 5, 3);
        var items = new ItemVectors(features, 2, random, trainItems: true, rowSparse: true);
        var named = items.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Parameter);
        Assert.Equal(["map.bias", "map.weight", "table.weight"], named.Keys.Order());
        Assert.True(named["table.weight"].IsRowSparse);
        Assert.All(named["table.weight"].Value.Span.ToArray(), value => Assert.Equal(0, value));
        foreach (var parameter in named.Values) Initializers.Uniform(parameter.Value, 1, random);
        var computed = items.Compute();
        for (var item = 0; item < 5; item++)
        {
            for (var k = 0; k < 2; k++)
            {
                var expected = (double)named["map.bias"].Value.Span[k] + named["table.weight"].Value.Row(item)[k];
                for (var f = 0; f < 3; f++) expected += (double)named["map.weight"].Value.Row(k)[f] * features.Row(item)[f];
                Assert.Equal(expected, computed.Row(item)[k], 1e-5);
            }
        }
    }

    [Fact]
    public void VectorsAreAboutOfUnitLengthAtFirst()
    {
        var random = new RandomStream(3);
        var features = new FloatTensor(2_000, 50);
        for (var item = 0; item < 2_000; item++) features.Row(item)[item % 50] = 1;
        foreach (var items in new[] { new ItemVectors(2_000, 64, random), new ItemVectors(features, 64, random, trainItems: true) })
        {
            double squares = 0;
            foreach (var value in items.Compute().Span) squares += (double)value * value;
            Assert.Equal(1, squares / 2_000, 0.1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.75)]
    [InlineData(1)]
    public void SamplesFollowThePowerOfTheFrequency(double power)
    {
        int[] counts = [1, 20, 3, 100];
        var total = counts.Sum(count => Math.Pow(count, power));
        var sampler = new ItemSampler(counts, power);
        var random = new RandomStream(4);
        var drawn = new int[4];
        for (var i = 0; i < 40_000; i++) drawn[sampler.Next(random)]++;
        for (var item = 0; item < 4; item++)
        {
            var share = Math.Pow(counts[item], power) / total;
            Assert.Equal(Math.Log(share), sampler.LogProbability(item), 1e-5);
            Assert.Equal(share, drawn[item] / 40_000.0, 6 * Math.Sqrt(share * (1 - share) / 40_000));
        }
    }

    [Fact]
    public void BadInput()
    {
        var random = new RandomStream(1);
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new ItemVectors(0, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new ItemVectors(1, 0, random));
        Assert.Throws<ArgumentNullException>("random", () => new ItemVectors(1, 1, null!));
        Assert.Throws<ArgumentNullException>("features", () => new ItemVectors(null!, 1, random));
        Assert.Throws<ArgumentException>("features", () => new ItemVectors(new FloatTensor(3), 1, random));
        Assert.Throws<ArgumentException>("features", () => new ItemVectors(FloatTensor.From([float.NaN], 1, 1), 1, random));
        var items = new ItemVectors(3, 2, random);
        var tape = new Tape(ComputeContext.Serial);
        Assert.Throws<ArgumentNullException>("tape", () => items.Forward(null!));
        Assert.Throws<ArgumentOutOfRangeException>("items", () => items.Forward(tape, [0, 3]));
        Assert.Equal(0, tape.Count);
    }
}

using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Models;

/// <summary>Who is beside whom in histories.</summary>
public sealed class ItemNeighboursTests
{
    private const int Items = 9;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void WeightsAreDampedSharesOfPairs(int window)
    {
        var random = new RandomStream(3);
        int[][] histories = [.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, random.Next(7)).Select(_ => random.Next(Items - 1)).ToArray())];
        var neighbours = new ItemNeighbours(histories, Items, window);
        var vectors = new FloatTensor(Items, 2);
        foreach (ref var number in vectors.Span) number = (float)random.NextUniform(-1, 1);
        var average = neighbours.Average(vectors);
        for (var item = 0; item < Items; item++)
        {
            var weights = new double[Items];
            foreach (var history in histories)
                for (var i = 0; i < history.Length; i++)
                    for (var j = 0; j < history.Length; j++)
                        if (history[i] == item && history[j] != item && Math.Abs(i - j) <= window)
                            weights[history[j]] += 1 / Math.Sqrt(histories.Sum(h => h.Count(one => one == history[j])));
            int[] expected = [.. Enumerable.Range(0, Items).Where(other => weights[other] > 0)];
            Assert.Equal(expected, neighbours.ItemsOf(item).ToArray());
            for (var i = 0; i < expected.Length; i++) Assert.Equal(weights[expected[i]] / weights.Sum(), neighbours.WeightsOf(item)[i], 1e-6);
            for (var k = 0; k < 2; k++)
                Assert.Equal(expected.Sum(other => weights[other] * vectors.Span[(other * 2) + k]) / Math.Max(weights.Sum(), 1e-30), average.Span[(item * 2) + k], 1e-5);
        }
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        Assert.Throws<ArgumentNullException>("histories", () => new ItemNeighbours(null!, 1));
        Assert.Throws<ArgumentNullException>("histories", () => new ItemNeighbours([null!], 1));
        Assert.Throws<ArgumentOutOfRangeException>("histories", () => new ItemNeighbours([[1]], 1));
        Assert.Throws<ArgumentOutOfRangeException>("itemCount", () => new ItemNeighbours([], -1));
        Assert.Throws<ArgumentOutOfRangeException>("window", () => new ItemNeighbours([], 1, 0));
        var neighbours = new ItemNeighbours([], 2);
        Assert.Throws<ArgumentOutOfRangeException>("item", () => neighbours.ItemsOf(2));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => neighbours.WeightsOf(-1));
        Assert.Throws<ArgumentNullException>("vectors", () => neighbours.Average(null!));
        Assert.Throws<ArgumentException>("vectors", () => neighbours.Average(new FloatTensor(3, 2)));
        Assert.Throws<ArgumentException>("vectors", () => neighbours.Average(new FloatTensor(2)));
    }
}

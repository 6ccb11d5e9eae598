using MarlRec.Execution;

namespace MarlRec.Kernels.Retrieval;

public unsafe class RankKeyTests
{
    [Fact]
    public void KeysOrderByScoreThenByLowerRow()
    {
        float[] scores = [float.NegativeInfinity, float.MinValue, -1, -float.Epsilon, -0f, 0f, float.Epsilon, 1, 1.0000001f, float.MaxValue, float.PositiveInfinity];
        int[] rows = [0, 1, 77, int.MaxValue];
        foreach (var x in scores)
        {
            foreach (var y in scores)
            {
                foreach (var row in rows)
                {
                    foreach (var other in rows)
                    {
                        var expected = x == y ? other.CompareTo(row) : x.CompareTo(y);
                        Assert.Equal(Math.Sign(expected), RankKey.Of(x, row).CompareTo(RankKey.Of(y, other)));
                    }

                    var key = RankKey.Of(x, row);
                    Assert.True(key > RankKey.None);
                    Assert.Equal((row, x), (RankKey.Row(key), RankKey.Score(key)));
                }
            }
        }

        Assert.Equal(float.NegativeInfinity, RankKey.Score(RankKey.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(37)]
    [InlineData(1_000)]
    public void TheBestKeysAreKept(int capacity)
    {
        var random = new RandomStream((ulong)capacity);
        ulong[] offered = [.. Enumerable.Range(0, 700).Select(_ => (ulong)random.Next(500))];
        var kept = new ulong[capacity];
        fixed (ulong* keys = kept)
        {
            var best = new BestKeys(keys, capacity, 100);
            foreach (var key in offered) best.Offer(key);
            var expected = offered.Where(key => key > 100).OrderDescending().Take(capacity).ToArray();
            Assert.Equal(expected, kept[..best.Count].OrderDescending());
            Assert.Equal(expected.Length == capacity ? expected[^1] : 100, best.Floor);
        }
    }
}

using MarlRec.Execution;

namespace MarlRec.Kernels;

public unsafe class StableOrderTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(70, 1)]
    [InlineData(300, 2_048)] // one pass
    [InlineData(300, 2_049)] // two
    [InlineData(300, 5_000_000)] // three
    [InlineData(300, int.MaxValue)]
    public void SortsByIdAndKeepsTheOrderOfEqualIds(int count, int limit)
    {
        var random = new RandomStream(1);
        var ids = new int[count];
        for (var i = 0; i < count; i++) ids[i] = i % 3 == 0 ? limit - 1 : random.Next(limit);
        var order = new int[count];
        var scratch = new int[StableOrder.ScratchLength(count)];
        fixed (int* pi = ids, po = order, ps = scratch) StableOrder.Run(count, pi, limit, po, ps);
        Assert.Equal(Enumerable.Range(0, count).OrderBy(i => ids[i]), order);
    }
}

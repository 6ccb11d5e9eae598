using MarlRec.Execution;

namespace MarlRec.Kernels.Sweeps;

/// <summary>The blocks of one call of a kernel.</summary>
internal sealed class SweepBlocks(RandomStream random) : IDisposable
{
    private readonly List<SweepBlock> _pool = [];
    private int _used;
    private int _place;

    /// <summary>A block that the kernel may only read, unless something is expected of it.</summary>
    internal SweepBlock Take(int length, Fill fill = Fill.Normal)
    {
        if (_used == _pool.Count) _pool.Add(new SweepBlock());
        var block = _pool[_used++];
        block.Begin(length, _place, fill, random);
        return block;
    }

    /// <summary>As <see cref="Take"/>, each value mapped.</summary>
    internal SweepBlock Take(int length, Func<float, float> map, Fill fill = Fill.Normal)
    {
        var block = Take(length, fill);
        foreach (ref var value in block.Span) value = map(value);
        block.Remember();
        return block;
    }

    /// <summary>A drawn integer, 0 or more.</summary>
    internal int Next(int exclusiveMaximum) => random.Next(exclusiveMaximum);

    internal void Begin(int place) => (_place, _used) = (place, 0);

    internal void End(string where)
    {
        for (var i = 0; i < _used; i++) _pool[i].End($"block {i}, {where}");
    }

    public void Dispose()
    {
        foreach (var block in _pool) block.Dispose();
    }
}

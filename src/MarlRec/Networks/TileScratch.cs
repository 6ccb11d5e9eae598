using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// Scratch memory for tiles that run at the same time: as many blocks as threads, each small enough to stay in a core's cache. A tile rents one and gives
/// it back; as it finds arbitrary content there, results do not depend on which one it gets.
/// </summary>
internal readonly unsafe struct TileScratch
{
    private readonly float* _memory;
    private readonly int* _taken;
    private readonly int _blocks;
    private readonly int _length;

    private TileScratch(float* memory, int* taken, int blocks, int length)
    {
        _memory = memory;
        _taken = taken;
        _blocks = blocks;
        _length = length;
    }

    /// <summary>Blocks of <paramref name="length"/> floats, aligned to 64 bytes, for a loop over <paramref name="tiles"/> tiles.</summary>
    internal static TileScratch Create(Workspace workspace, ComputeContext context, int tiles, int length)
    {
        var blocks = Math.Min(context.DegreeOfParallelism, tiles);
        length = checked(length + 15) & ~15;
        var memory = workspace.AllocateFloats(checked(blocks * length));
        var taken = workspace.AllocateInts(blocks);
        new Span<int>(taken, blocks).Clear();
        return new TileScratch(memory, taken, blocks, length);
    }

    internal float* Rent(out int block)
    {
        // Never more tiles at once than blocks: a free one is found, at the latest when a tile that ends on another thread has given its block back.
        while (true)
        {
            for (block = 0; block < _blocks; block++)
                if (Interlocked.CompareExchange(ref _taken[block], 1, 0) == 0) return _memory + (nint)block * _length;
        }
    }

    internal void Return(int block) => Volatile.Write(ref _taken[block], 0);
}

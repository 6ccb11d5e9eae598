using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// The gradients of values on the way back, which are needed for a moment only: a block is shared by values whose gradient is the same, and used again,
/// while it is still in a cache, as soon as nobody needs it.
/// </summary>
/// <remarks>Blocks are numbered from 1; 0 is none. Their memory belongs to the workspace until its reset. Thread safety: <em>single owner</em>.</remarks>
internal sealed unsafe class GradientMemory(Workspace workspace)
{
    private Block[] _blocks = new Block[16];
    private int[] _free = new int[16]; // a stack: the block used last is taken first
    private int _count, _freeCount;

    /// <summary>A block with one user and arbitrary content.</summary>
    internal int Rent(int length)
    {
        for (var i = _freeCount - 1; i >= 0; i--)
        {
            var known = _free[i];
            // A much larger one is left for a gradient that needs it.
            if (_blocks[known].Length < length || _blocks[known].Length / 2 > length) continue;
            Array.Copy(_free, i + 1, _free, i, --_freeCount - i);
            _blocks[known].Users = 1;
            return known;
        }

        if (++_count == _blocks.Length) Grow();
        _blocks[_count] = new Block { Start = workspace.AllocateFloats(length), Length = length, Users = 1 };
        return _count;
    }

    internal float* Start(int block) => _blocks[block].Start;

    internal bool IsShared(int block) => _blocks[block].Users > 1;

    /// <summary>One user more.</summary>
    internal void Share(int block) => _blocks[block].Users++;

    /// <summary>One user less.</summary>
    internal void Release(int block)
    {
        if (--_blocks[block].Users == 0) _free[_freeCount++] = block;
    }

    /// <summary>Forgets all blocks, before the workspace is reset.</summary>
    internal void Reset() => _count = _freeCount = 0;

    private void Grow()
    {
        Array.Resize(ref _blocks, 2 * _blocks.Length);
        Array.Resize(ref _free, _blocks.Length);
    }

    private struct Block
    {
        internal float* Start;
        internal int Length;
        internal int Users;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MarlRec.Tensors;

/// <summary>
/// An arena: blocks of memory that live until the next <see cref="Reset"/> and are then used again. After a few equal rounds it allocates nothing.
/// </summary>
/// <remarks>
/// A span taken before a reset stays valid memory, but later blocks overwrite it. Thread safety: <em>single owner</em>.
/// </remarks>
public sealed unsafe class Workspace
{
    private const int AlignmentInFloats = 16; // 64 bytes
    private const int SmallestChunk = 16 * 1024;
    private readonly List<Chunk> _chunks = [];
    private int _chunk;
    private int _used;

    /// <summary>How many bytes the arena holds.</summary>
    public long Capacity
    {
        get
        {
            long total = 0;
            foreach (var chunk in _chunks) total += (long)chunk.Length * sizeof(float);
            return total;
        }
    }

    /// <summary>A block of floats, aligned to 64 bytes. Its content is arbitrary.</summary>
    /// <param name="length">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public Span<float> Floats(int length) => new(AllocateFloats(length), length);

    /// <summary>A block of integers, aligned to 64 bytes. Its content is arbitrary.</summary>
    /// <param name="length">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public Span<int> Ints(int length) => new(AllocateFloats(length), length);

    /// <summary>Takes all blocks back. When the last round needed several chunks of memory, they become one.</summary>
    public void Reset()
    {
        if (_chunks.Count > 1)
        {
            long total = 0;
            foreach (var chunk in _chunks) total += chunk.Length;
            if (total < int.MaxValue / 2)
            {
                _chunks.Clear();
                _chunks.Add(new Chunk((int)total));
            }
        }

        _chunk = 0;
        _used = 0;
    }

    internal float* AllocateFloats(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var size = checked(length + AlignmentInFloats - 1) & ~(AlignmentInFloats - 1);
        if (_chunk < _chunks.Count && _chunks[_chunk].Length - _used >= size)
        {
            var block = _chunks[_chunk].Start + _used;
            _used += size;
            return block;
        }

        return NextChunk(size);
    }

    internal float* AllocateZeros(int length)
    {
        var block = AllocateFloats(length);
        new Span<float>(block, length).Clear();
        return block;
    }

    internal int* AllocateInts(int length) => (int*)AllocateFloats(length);

    /// <summary>Room for one struct, zeroed.</summary>
    internal T* Allocate<T>()
        where T : unmanaged => (T*)AllocateZeros((sizeof(T) + sizeof(float) - 1) / sizeof(float));

    /// <summary>Where the arena stands, to give scratch memory back with <see cref="Release"/>.</summary>
    internal (int Chunk, int Used) Mark() => (_chunk, _used);

    /// <summary>Takes back every block taken since the mark.</summary>
    internal void Release((int Chunk, int Used) mark) => (_chunk, _used) = mark;

    private float* NextChunk(int size)
    {
        while (++_chunk < _chunks.Count)
        {
            if (_chunks[_chunk].Length < size) continue;
            _used = size;
            return _chunks[_chunk].Start;
        }

        var grown = Math.Max(SmallestChunk, Math.Min(Capacity / sizeof(float), int.MaxValue / 4));
        _chunks.Add(new Chunk((int)Math.Max(grown, size)));
        _chunk = _chunks.Count - 1;
        _used = size;
        return _chunks[_chunk].Start;
    }

    private readonly struct Chunk
    {
        private readonly float[] _array;

        internal Chunk(int length)
        {
            _array = GC.AllocateUninitializedArray<float>(checked(length + AlignmentInFloats), pinned: true);
            var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
            Start = (float*)((start + 63) & ~(nuint)63);
            Length = _array.Length - AlignmentInFloats;
        }

        internal float* Start { get; }

        internal int Length { get; }
    }
}

using System.Buffers;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>A search's scratch, in one pooled array that the caller pins: searches allocate nothing, and many may run at once.</summary>
internal unsafe ref struct SearchMemory : IDisposable
{
    private const int Alignment = 64;

    private readonly byte[] _array;
    private byte* _next;

    internal SearchMemory(long bytes) => _array = ArrayPool<byte>.Shared.Rent(checked((int)bytes));

    /// <summary>How many bytes <see cref="Take{T}"/> needs for <paramref name="count"/> elements.</summary>
    internal static long BytesOf<T>(long count)
        where T : unmanaged => count * sizeof(T) + Alignment;

    /// <summary>The array, for a <c>fixed</c> statement.</summary>
    internal readonly ref byte GetPinnableReference() => ref _array[0];

    /// <summary>Begins to hand out memory from here: the pinned array's start.</summary>
    internal void Begin(byte* start) => _next = start;

    /// <summary>Room for <paramref name="count"/> elements on a cache line of its own, not cleared.</summary>
    internal T* Take<T>(long count)
        where T : unmanaged
    {
        var start = (byte*)(((nint)_next + Alignment - 1) & -Alignment);
        _next = start + count * sizeof(T);
        return (T*)start;
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_array);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels;

/// <summary>Asks for memory that will be needed soon: rows of a large table lie in no order that the processor could guess.</summary>
internal static unsafe class Prefetch
{
    /// <summary>How many rows ahead to ask.</summary>
    internal const int Distance = 4;

    private const int Line = 16; // floats of a cache line
    private const int Most = 4 * Line; // what follows, the processor guesses

    /// <summary>Asks for the beginning of a row; null for none. Reads nothing, so any address will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Row(float* row, int width)
    {
        if (!Sse.IsSupported || row == null) return;
        for (var i = 0; i < Math.Min(width, Most); i += Line) Sse.Prefetch0(row + i);
    }

    /// <summary>Asks for whole rows, <paramref name="stride"/> apart, to be brought as near as the second-level cache.</summary>
    internal static void Rows(int rows, int width, float* x, nint stride)
    {
        if (!Sse.IsSupported) return;
        for (var row = 0; row < rows; row++, x += stride)
            for (var i = 0; i < width; i += Line) Sse.Prefetch1(x + i);
    }
}

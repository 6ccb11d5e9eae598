using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels.Retrieval;

/// <summary>Finds the few scores above their bars in scores[M,N], a bar for each column.</summary>
internal static unsafe class ScoreGrid
{
    /// <summary>Writes where scores are above their bars, as places in the grid in rising order, to <paramref name="hits"/>, which has room for all.</summary>
    /// <param name="scores">[rows, columns].</param>
    /// <param name="rows">M.</param>
    /// <param name="columns">N, a multiple of the lanes.</param>
    /// <param name="bars">[columns].</param>
    /// <param name="hits">The places.</param>
    /// <returns>How many were written.</returns>
    internal static int Above(float* scores, int rows, int columns, float* bars, int* hits)
    {
        if (Vector512.IsHardwareAccelerated) return Above<Lanes512>(scores, rows, columns, bars, hits);
        if (Vector256.IsHardwareAccelerated) return Above<Lanes256>(scores, rows, columns, bars, hits);
        return Above<Lanes128>(scores, rows, columns, bars, hits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Above<T>(float* scores, int rows, int columns, float* bars, int* hits)
        where T : struct, ILanes<T>
    {
        var count = 0;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column += T.Count)
            {
                var at = row * columns + column;
                for (var above = T.Bits(T.LessThan(T.Load(bars + column), T.Load(scores + at))); above != 0; above &= above - 1)
                    hits[count++] = at + int.TrailingZeroCount((int)above);
            }
        }

        return count;
    }
}

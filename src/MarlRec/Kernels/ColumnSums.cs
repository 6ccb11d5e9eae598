using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>target[n] += Σ_m x[m,n], each column one chain in the order of the rows.</summary>
internal static unsafe class ColumnSums
{
    internal static void Add(int rows, int columns, float* x, float* target)
    {
        if (Vector512.IsHardwareAccelerated) Add<Lanes512>(rows, columns, x, target);
        else if (Vector256.IsHardwareAccelerated) Add<Lanes256>(rows, columns, x, target);
        else Add<Lanes128>(rows, columns, x, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add<T>(int rows, int columns, float* x, float* target)
        where T : struct, ILanes<T>
    {
        nint column = 0;
        for (; column <= columns - 4 * T.Count; column += 4 * T.Count)
        {
            T a = T.Load(target + column), b = T.Load(target + column + T.Count);
            T c = T.Load(target + column + 2 * T.Count), d = T.Load(target + column + 3 * T.Count);
            var row = x + column;
            for (var i = 0; i < rows; i++, row += columns)
            {
                a += T.Load(row);
                b += T.Load(row + T.Count);
                c += T.Load(row + 2 * T.Count);
                d += T.Load(row + 3 * T.Count);
            }

            a.Store(target + column);
            b.Store(target + column + T.Count);
            c.Store(target + column + 2 * T.Count);
            d.Store(target + column + 3 * T.Count);
        }

        for (; column < columns; column += T.Count)
        {
            var lanes = Math.Min(columns - (int)column, T.Count);
            var sum = T.LoadPart(target + column, lanes);
            var row = x + column;
            for (var i = 0; i < rows; i++, row += columns) sum += T.LoadPart(row, lanes);
            sum.StorePart(target + column, lanes);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>Rows of a strided matrix, multiplied and put elsewhere.</summary>
internal static unsafe class ScaleRows
{
    /// <summary>y = factor · x, or y += factor · x, row by row; x and y may be the same rows.</summary>
    internal static void Run(int rows, int width, float* x, nint xRow, float factor, float* y, nint yRow, bool add = false)
    {
        if (Vector512.IsHardwareAccelerated) Run<Lanes512>(rows, width, x, xRow, &factor, 0, y, yRow, add);
        else if (Vector256.IsHardwareAccelerated) Run<Lanes256>(rows, width, x, xRow, &factor, 0, y, yRow, add);
        else Run<Lanes128>(rows, width, x, xRow, &factor, 0, y, yRow, add);
    }

    /// <summary>y[row] = factors[row] · x[row].</summary>
    internal static void Run(int rows, int width, float* x, nint xRow, float* factors, float* y, nint yRow)
    {
        if (Vector512.IsHardwareAccelerated) Run<Lanes512>(rows, width, x, xRow, factors, 1, y, yRow, false);
        else if (Vector256.IsHardwareAccelerated) Run<Lanes256>(rows, width, x, xRow, factors, 1, y, yRow, false);
        else Run<Lanes128>(rows, width, x, xRow, factors, 1, y, yRow, false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<T>(int rows, int width, float* x, nint xRow, float* factors, nint factorStep, float* y, nint yRow, bool add)
        where T : struct, ILanes<T>
    {
        int whole = width / T.Count * T.Count, rest = width - whole;
        for (var row = 0; row < rows; row++, x += xRow, y += yRow, factors += factorStep)
        {
            var factor = T.Create(*factors);
            for (nint i = 0; i < whole; i += T.Count)
            {
                var scaled = T.Load(x + i) * factor;
                (add ? T.Load(y + i) + scaled : scaled).Store(y + i);
            }

            if (rest == 0) continue;
            var last = T.LoadPart(x + whole, rest) * factor;
            (add ? T.LoadPart(y + whole, rest) + last : last).StorePart(y + whole, rest);
        }
    }
}

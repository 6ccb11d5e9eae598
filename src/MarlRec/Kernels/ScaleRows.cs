using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>Rows of a strided matrix, multiplied and put elsewhere.</summary>
internal static unsafe class ScaleRows
{
    /// <summary>y[row] = factors[row] · x[row]; x and y may be the same rows.</summary>
    internal static void Run(int rows, int width, float* x, nint xRow, float* factors, float* y, nint yRow)
    {
        if (Vector512.IsHardwareAccelerated) Run<Lanes512>(rows, width, x, xRow, factors, y, yRow);
        else if (Vector256.IsHardwareAccelerated) Run<Lanes256>(rows, width, x, xRow, factors, y, yRow);
        else Run<Lanes128>(rows, width, x, xRow, factors, y, yRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<T>(int rows, int width, float* x, nint xRow, float* factors, float* y, nint yRow)
        where T : struct, ILanes<T>
    {
        int whole = width / T.Count * T.Count, rest = width - whole;
        for (var row = 0; row < rows; row++, x += xRow, y += yRow)
        {
            var factor = T.Create(factors[row]);
            for (nint i = 0; i < whole; i += T.Count) (T.Load(x + i) * factor).Store(y + i);
            if (rest > 0) (T.LoadPart(x + whole, rest) * factor).StorePart(y + whole, rest);
        }
    }
}

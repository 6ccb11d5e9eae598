using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>y[n] += W[n,k] · x[k] with the same bits as a row of <see cref="Gemm"/>: for serving one step at a time, without an arena.</summary>
internal static unsafe class MatrixVector
{
    internal static void Add(int n, int k, float* weight, float* x, float* y)
    {
        if (Vector512.IsHardwareAccelerated) Add<Lanes512>(n, k, weight, x, y);
        else if (Vector256.IsHardwareAccelerated) Add<Lanes256>(n, k, weight, x, y);
        else Add<Lanes128>(n, k, weight, x, y);
    }

    private static void Add<T>(int n, int k, float* weight, float* x, float* y)
        where T : struct, ILanes<T>
    {
        var panel = stackalloc float[Gemm.DepthBlock * 32];
        var sums = stackalloc float[32];
        for (var column = 0; column < n; column += 2 * T.Count)
        {
            var width = Math.Min(2 * T.Count, n - column);
            for (var i = 0; i < 2 * T.Count; i++) sums[i] = i < width ? y[column + i] : 0;
            for (var first = 0; first < k; first += Gemm.DepthBlock)
            {
                GemmPack.Block(k - first, width, 0, weight + (nint)column * k + first, 1, k, panel, 0, width);
                GemmKernel.Rows1<T>(Math.Min(Gemm.DepthBlock, k - first), x + first, 1, panel, 2 * T.Count, sums, sums);
            }

            for (var i = 0; i < width; i++) y[column + i] = sums[i];
        }
    }
}

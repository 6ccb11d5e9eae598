using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>
/// C[m,n] += A[m,k] · B[k,n] for matrices too small to be packed. A has any strides; the rows of B and C are contiguous. Each element of C is one chain in
/// the order of k.
/// </summary>
internal static unsafe class SmallProduct
{
    internal static void Add(int m, int n, int k, float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* c, nint ldc)
    {
        if (Vector512.IsHardwareAccelerated) Add<Lanes512>(m, n, k, a, rowStride, depthStride, b, bStride, c, ldc);
        else if (Vector256.IsHardwareAccelerated) Add<Lanes256>(m, n, k, a, rowStride, depthStride, b, bStride, c, ldc);
        else Add<Lanes128>(m, n, k, a, rowStride, depthStride, b, bStride, c, ldc);
    }

    /// <summary>C[m,n] += A[m,k] · Bᵀ for a B[n,k] of contiguous rows: inner products.</summary>
    internal static void AddTransposed(int m, int n, int k, float* a, nint aStride, float* b, nint bStride, float* c, nint ldc)
    {
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
                c[i * ldc + j] += RowKernels.Dot(new ReadOnlySpan<float>(a + i * aStride, k), new ReadOnlySpan<float>(b + j * bStride, k));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<T>(int m, int n, int k, float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* c, nint ldc)
        where T : struct, ILanes<T>
    {
        for (var j = 0; j < n; j += T.Count, b += T.Count, c += T.Count)
        {
            var lanes = Math.Min(T.Count, n - j);
            var i = 0;
            // Four rows share each load of B.
            for (; i <= m - 4; i += 4)
            {
                float* at = a + i * rowStride, row = b, into = c + i * ldc;
                T c0 = T.LoadPart(into, lanes), c1 = T.LoadPart(into + ldc, lanes), c2 = T.LoadPart(into + 2 * ldc, lanes), c3 = T.LoadPart(into + 3 * ldc, lanes);
                for (var p = 0; p < k; p++, at += depthStride, row += bStride)
                {
                    var value = T.LoadPart(row, lanes);
                    c0 = T.MultiplyAdd(T.Create(*at), value, c0);
                    c1 = T.MultiplyAdd(T.Create(at[rowStride]), value, c1);
                    c2 = T.MultiplyAdd(T.Create(at[2 * rowStride]), value, c2);
                    c3 = T.MultiplyAdd(T.Create(at[3 * rowStride]), value, c3);
                }

                c0.StorePart(into, lanes);
                c1.StorePart(into + ldc, lanes);
                c2.StorePart(into + 2 * ldc, lanes);
                c3.StorePart(into + 3 * ldc, lanes);
            }

            for (; i < m; i++)
            {
                float* at = a + i * rowStride, row = b;
                var sum = T.LoadPart(c + i * ldc, lanes);
                for (var p = 0; p < k; p++, at += depthStride, row += bStride) sum = T.MultiplyAdd(T.Create(*at), T.LoadPart(row, lanes), sum);
                sum.StorePart(c + i * ldc, lanes);
            }
        }
    }
}

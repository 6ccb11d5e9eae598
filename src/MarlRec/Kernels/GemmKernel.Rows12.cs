using System.Runtime.CompilerServices;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

internal static unsafe partial class GemmKernel
{
    /// <summary>Twelve rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Rows12<T>(
        nint k, float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* start, nint startStride, float* c, nint ldc)
        where T : struct, ILanes<T>
    {
        T c00 = T.Load(start), c01 = T.Load(start + T.Count);
        start += startStride;
        T c10 = T.Load(start), c11 = T.Load(start + T.Count);
        start += startStride;
        T c20 = T.Load(start), c21 = T.Load(start + T.Count);
        start += startStride;
        T c30 = T.Load(start), c31 = T.Load(start + T.Count);
        start += startStride;
        T c40 = T.Load(start), c41 = T.Load(start + T.Count);
        start += startStride;
        T c50 = T.Load(start), c51 = T.Load(start + T.Count);
        start += startStride;
        T c60 = T.Load(start), c61 = T.Load(start + T.Count);
        start += startStride;
        T c70 = T.Load(start), c71 = T.Load(start + T.Count);
        start += startStride;
        T c80 = T.Load(start), c81 = T.Load(start + T.Count);
        start += startStride;
        T c90 = T.Load(start), c91 = T.Load(start + T.Count);
        start += startStride;
        T cA0 = T.Load(start), cA1 = T.Load(start + T.Count);
        start += startStride;
        T cB0 = T.Load(start), cB1 = T.Load(start + T.Count);
        var twice = 2 * rowStride;
        float* a3 = a + 3 * rowStride, a6 = a + 6 * rowStride, a9 = a + 9 * rowStride;
        for (; k > 0; k--)
        {
            T b0 = T.Load(b), b1 = T.Load(b + T.Count);
            var x = T.Create(*a);
            c00 = T.MultiplyAdd(x, b0, c00);
            c01 = T.MultiplyAdd(x, b1, c01);
            x = T.Create(*(a + rowStride));
            c10 = T.MultiplyAdd(x, b0, c10);
            c11 = T.MultiplyAdd(x, b1, c11);
            x = T.Create(*(a + twice));
            c20 = T.MultiplyAdd(x, b0, c20);
            c21 = T.MultiplyAdd(x, b1, c21);
            x = T.Create(*a3);
            c30 = T.MultiplyAdd(x, b0, c30);
            c31 = T.MultiplyAdd(x, b1, c31);
            x = T.Create(*(a3 + rowStride));
            c40 = T.MultiplyAdd(x, b0, c40);
            c41 = T.MultiplyAdd(x, b1, c41);
            x = T.Create(*(a3 + twice));
            c50 = T.MultiplyAdd(x, b0, c50);
            c51 = T.MultiplyAdd(x, b1, c51);
            x = T.Create(*a6);
            c60 = T.MultiplyAdd(x, b0, c60);
            c61 = T.MultiplyAdd(x, b1, c61);
            x = T.Create(*(a6 + rowStride));
            c70 = T.MultiplyAdd(x, b0, c70);
            c71 = T.MultiplyAdd(x, b1, c71);
            x = T.Create(*(a6 + twice));
            c80 = T.MultiplyAdd(x, b0, c80);
            c81 = T.MultiplyAdd(x, b1, c81);
            x = T.Create(*a9);
            c90 = T.MultiplyAdd(x, b0, c90);
            c91 = T.MultiplyAdd(x, b1, c91);
            x = T.Create(*(a9 + rowStride));
            cA0 = T.MultiplyAdd(x, b0, cA0);
            cA1 = T.MultiplyAdd(x, b1, cA1);
            x = T.Create(*(a9 + twice));
            cB0 = T.MultiplyAdd(x, b0, cB0);
            cB1 = T.MultiplyAdd(x, b1, cB1);
            a += depthStride;
            a3 += depthStride;
            a6 += depthStride;
            a9 += depthStride;
            b += bStride;
        }

        c00.Store(c);
        c01.Store(c + T.Count);
        c += ldc;
        c10.Store(c);
        c11.Store(c + T.Count);
        c += ldc;
        c20.Store(c);
        c21.Store(c + T.Count);
        c += ldc;
        c30.Store(c);
        c31.Store(c + T.Count);
        c += ldc;
        c40.Store(c);
        c41.Store(c + T.Count);
        c += ldc;
        c50.Store(c);
        c51.Store(c + T.Count);
        c += ldc;
        c60.Store(c);
        c61.Store(c + T.Count);
        c += ldc;
        c70.Store(c);
        c71.Store(c + T.Count);
        c += ldc;
        c80.Store(c);
        c81.Store(c + T.Count);
        c += ldc;
        c90.Store(c);
        c91.Store(c + T.Count);
        c += ldc;
        cA0.Store(c);
        cA1.Store(c + T.Count);
        c += ldc;
        cB0.Store(c);
        cB1.Store(c + T.Count);
    }
}

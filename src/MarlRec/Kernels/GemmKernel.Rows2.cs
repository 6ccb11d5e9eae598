using System.Runtime.CompilerServices;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

internal static unsafe partial class GemmKernel
{
    /// <summary>Two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Rows2<T>(
        nint k, float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* start, nint startStride, float* c, nint ldc)
        where T : struct, ILanes<T>
    {
        T c00 = T.Load(start), c01 = T.Load(start + T.Count);
        start += startStride;
        T c10 = T.Load(start), c11 = T.Load(start + T.Count);
        for (; k > 0; k--)
        {
            T b0 = T.Load(b), b1 = T.Load(b + T.Count);
            var x = T.Create(*a);
            c00 = T.MultiplyAdd(x, b0, c00);
            c01 = T.MultiplyAdd(x, b1, c01);
            x = T.Create(*(a + rowStride));
            c10 = T.MultiplyAdd(x, b0, c10);
            c11 = T.MultiplyAdd(x, b1, c11);
            a += depthStride;
            b += bStride;
        }

        c00.Store(c);
        c01.Store(c + T.Count);
        c += ldc;
        c10.Store(c);
        c11.Store(c + T.Count);
    }
}

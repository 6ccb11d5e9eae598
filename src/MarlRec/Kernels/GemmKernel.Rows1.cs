using System.Runtime.CompilerServices;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

internal static unsafe partial class GemmKernel
{
    /// <summary>One row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Rows1<T>(nint k, float* a, nint depthStride, float* b, nint bStride, float* start, float* c)
        where T : struct, ILanes<T>
    {
        T c00 = T.Load(start), c01 = T.Load(start + T.Count);
        for (; k > 0; k--)
        {
            T b0 = T.Load(b), b1 = T.Load(b + T.Count);
            var x = T.Create(*a);
            c00 = T.MultiplyAdd(x, b0, c00);
            c01 = T.MultiplyAdd(x, b1, c01);
            a += depthStride;
            b += bStride;
        }

        c00.Store(c);
        c01.Store(c + T.Count);
    }
}

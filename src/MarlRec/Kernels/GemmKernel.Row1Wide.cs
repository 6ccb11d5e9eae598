using System.Runtime.CompilerServices;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

internal static unsafe partial class GemmKernel
{
    /// <summary>
    /// One row by up to four packed panels: eight chains of additions hide each other's latency. Panels that are not there repeat the last one; only
    /// <paramref name="columns"/> columns are read from the start and written to C.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Row1Wide<T>(nint k, float* a, nint depthStride, float* panels, float* start, float* c, int columns)
        where T : struct, ILanes<T>
    {
        var width = 2 * T.Count;
        var last = (columns - 1) / width;
        var stride = k * width;
        float* q = panels + Math.Min(1, last) * stride, r = panels + Math.Min(2, last) * stride, s = panels + Math.Min(3, last) * stride;
        T p0 = Load<T>(start, columns), p1 = Load<T>(start + T.Count, columns - T.Count);
        T q0 = Load<T>(start + width, columns - width), q1 = Load<T>(start + width + T.Count, columns - width - T.Count);
        T r0 = Load<T>(start + 2 * width, columns - 2 * width), r1 = Load<T>(start + 2 * width + T.Count, columns - 2 * width - T.Count);
        T s0 = Load<T>(start + 3 * width, columns - 3 * width), s1 = Load<T>(start + 3 * width + T.Count, columns - 3 * width - T.Count);
        for (nint i = 0; i < stride; i += width, a += depthStride)
        {
            var x = T.Create(*a);
            p0 = T.MultiplyAdd(x, T.Load(panels + i), p0);
            p1 = T.MultiplyAdd(x, T.Load(panels + i + T.Count), p1);
            q0 = T.MultiplyAdd(x, T.Load(q + i), q0);
            q1 = T.MultiplyAdd(x, T.Load(q + i + T.Count), q1);
            r0 = T.MultiplyAdd(x, T.Load(r + i), r0);
            r1 = T.MultiplyAdd(x, T.Load(r + i + T.Count), r1);
            s0 = T.MultiplyAdd(x, T.Load(s + i), s0);
            s1 = T.MultiplyAdd(x, T.Load(s + i + T.Count), s1);
        }

        Store(p0, c, columns);
        Store(p1, c + T.Count, columns - T.Count);
        Store(q0, c + width, columns - width);
        Store(q1, c + width + T.Count, columns - width - T.Count);
        Store(r0, c + 2 * width, columns - 2 * width);
        Store(r1, c + 2 * width + T.Count, columns - 2 * width - T.Count);
        Store(s0, c + 3 * width, columns - 3 * width);
        Store(s1, c + 3 * width + T.Count, columns - 3 * width - T.Count);
    }

    /// <summary>One row by one packed panel, of which only <paramref name="columns"/> columns are read from the start and written to C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Row1Narrow<T>(nint k, float* a, nint depthStride, float* panel, float* start, float* c, int columns)
        where T : struct, ILanes<T>
    {
        T left = Load<T>(start, columns), right = Load<T>(start + T.Count, columns - T.Count);
        for (; k > 0; k--, a += depthStride, panel += 2 * T.Count)
        {
            var x = T.Create(*a);
            left = T.MultiplyAdd(x, T.Load(panel), left);
            right = T.MultiplyAdd(x, T.Load(panel + T.Count), right);
        }

        Store(left, c, columns);
        Store(right, c + T.Count, columns - T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Load<T>(float* source, int lanes)
        where T : struct, ILanes<T> => lanes >= T.Count ? T.Load(source) : lanes > 0 ? T.LoadPart(source, lanes) : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T value, float* target, int lanes)
        where T : struct, ILanes<T>
    {
        if (lanes >= T.Count) value.Store(target);
        else if (lanes > 0) value.StorePart(target, lanes);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>Small reductions and updates of rows. Sums run in two chains for each lane, added pairwise at the end: a fixed order.</summary>
internal static unsafe class RowKernels
{
    /// <summary>Σ x_i · y_i.</summary>
    internal static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        fixed (float* px = x, py = y[..x.Length])
        {
            if (Vector512.IsHardwareAccelerated) return Dot<Lanes512>(x.Length, px, py);
            return Vector256.IsHardwareAccelerated ? Dot<Lanes256>(x.Length, px, py) : Dot<Lanes128>(x.Length, px, py);
        }
    }

    /// <summary>Σ x_i.</summary>
    internal static float Sum(ReadOnlySpan<float> x)
    {
        fixed (float* px = x)
        {
            if (Vector512.IsHardwareAccelerated) return Sum<Lanes512>(x.Length, px);
            return Vector256.IsHardwareAccelerated ? Sum<Lanes256>(x.Length, px) : Sum<Lanes128>(x.Length, px);
        }
    }

    /// <summary>target += factor · x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddScaled(ReadOnlySpan<float> x, float factor, Span<float> target) =>
        Elementwise.AddUnary(x, target, new ScaleKernel(factor));

    /// <summary>target += x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(ReadOnlySpan<float> x, Span<float> target) => Elementwise.AddUnary(x, target, default(IdentityKernel));

    /// <summary>Σ x_i², in double over blocks of 1,024.</summary>
    internal static double SumOfSquares(ReadOnlySpan<float> x)
    {
        var total = 0.0;
        for (; x.Length > 1024; x = x[1024..]) total += Dot(x[..1024], x[..1024]);
        return total + Dot(x, x);
    }

    private static float Dot<T>(int length, float* x, float* y)
        where T : struct, ILanes<T>
    {
        T even = T.Zero, odd = T.Zero;
        nint i = 0;
        for (; i <= length - 2 * T.Count; i += 2 * T.Count)
        {
            even = T.MultiplyAdd(T.Load(x + i), T.Load(y + i), even);
            odd = T.MultiplyAdd(T.Load(x + i + T.Count), T.Load(y + i + T.Count), odd);
        }

        if (i <= length - T.Count)
        {
            even = T.MultiplyAdd(T.Load(x + i), T.Load(y + i), even);
            i += T.Count;
        }

        if (i < length) odd = T.MultiplyAdd(T.LoadPart(x + i, length - (int)i), T.LoadPart(y + i, length - (int)i), odd);
        return T.Sum(even + odd);
    }

    private static float Sum<T>(int length, float* x)
        where T : struct, ILanes<T>
    {
        T even = T.Zero, odd = T.Zero;
        nint i = 0;
        for (; i <= length - 2 * T.Count; i += 2 * T.Count)
        {
            even += T.Load(x + i);
            odd += T.Load(x + i + T.Count);
        }

        if (i <= length - T.Count)
        {
            even += T.Load(x + i);
            i += T.Count;
        }

        if (i < length) odd += T.LoadPart(x + i, length - (int)i);
        return T.Sum(even + odd);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

/// <summary>Small reductions and updates of rows. Sums run in eight interleaved chains, added pairwise at the end, then the tail: a fixed order.</summary>
internal static class RowKernels
{
    /// <summary>Σ x_i · y_i.</summary>
    internal static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = Vector256<float>.Zero;
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y[..x.Length]);
        var i = 0;
        for (; i <= x.Length - 8; i += 8)
            sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref px, (nuint)i), Vector256.LoadUnsafe(ref py, (nuint)i), sum);
        var total = Vector256.Sum(sum);
        for (; i < x.Length; i++) total += x[i] * y[i];
        return total;
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

    /// <summary>target[n] += Σ_m x[m,n].</summary>
    internal static void AddColumnSums(ReadOnlySpan<float> x, int columns, Span<float> target)
    {
        for (var row = 0; row < x.Length; row += columns) Add(x.Slice(row, columns), target);
    }
}

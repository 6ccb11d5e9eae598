using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

/// <summary>Σ exp(x) of one row, whose elements are already shifted to be 0 at most.</summary>
internal static class LogSumExpKernel
{
    internal static float SumExp(ReadOnlySpan<float> x)
    {
        ref var start = ref MemoryMarshal.GetReference(x);
        var sum = Vector256<float>.Zero;
        var i = 0;
        for (; i <= x.Length - 8; i += 8) sum += VectorMath.Exp(Vector256.LoadUnsafe(ref start, (nuint)i));
        var total = Vector256.Sum(sum);
        if (i == x.Length) return total;
        Span<float> tail = stackalloc float[8];
        VectorMath.Exp(Elementwise.LoadPart(x[i..])).CopyTo(tail);
        for (var j = 0; i + j < x.Length; j++) total += tail[j];
        return total;
    }
}

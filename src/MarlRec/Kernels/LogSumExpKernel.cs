using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>Σ exp(x) of one row, whose elements are already shifted to be 0 at most.</summary>
internal static unsafe class LogSumExpKernel
{
    internal static float SumExp(ReadOnlySpan<float> x)
    {
        fixed (float* start = x)
        {
            if (Vector512.IsHardwareAccelerated) return SumExp<Lanes512>(x.Length, start);
            return Vector256.IsHardwareAccelerated ? SumExp<Lanes256>(x.Length, start) : SumExp<Lanes128>(x.Length, start);
        }
    }

    private static float SumExp<T>(int length, float* x)
        where T : struct, ILanes<T>
    {
        var sum = T.Zero;
        nint i = 0;
        for (; i <= length - T.Count; i += T.Count) sum += LanesMath.ExpOfNegative(T.Load(x + i));
        var rest = length - (int)i;
        if (rest > 0) sum += LanesMath.ExpOfNegative(T.LoadPart(x + i, rest)) & T.First(rest);
        return T.Sum(sum);
    }
}

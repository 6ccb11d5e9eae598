using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>target = start + x · factor for each element's factor of a dropout. It is its own backward twin, with dy for x.</summary>
internal static unsafe class DropoutKernel
{
    /// <param name="length">How many elements.</param>
    /// <param name="first">The place of the first element in its tensor.</param>
    /// <param name="x">What is dropped or kept.</param>
    /// <param name="start">What it is added to, which may be the target; null for zeros.</param>
    /// <param name="target">The result.</param>
    /// <param name="rule">What is kept.</param>
    internal static void Run(int length, int first, float* x, float* start, float* target, DropoutRule rule)
    {
        if (Vector512.IsHardwareAccelerated) Run<Lanes512>(length, first, x, start, target, rule);
        else if (Vector256.IsHardwareAccelerated) Run<Lanes256>(length, first, x, start, target, rule);
        else Run<Lanes128>(length, first, x, start, target, rule);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<T>(int length, int first, float* x, float* start, float* target, DropoutRule rule)
        where T : struct, ILanes<T>
    {
        var i = 0;
        if (start == null)
            for (; i <= length - T.Count; i += T.Count) (T.Load(x + i) * rule.Factors<T>(first + i)).Store(target + i);
        else
            for (; i <= length - T.Count; i += T.Count) T.MultiplyAdd(T.Load(x + i), rule.Factors<T>(first + i), T.Load(start + i)).Store(target + i);
        var rest = length - i;
        if (rest == 0) return;
        var last = T.LoadPart(x + i, rest) * rule.Factors<T>(first + i);
        (start == null ? last : T.MultiplyAdd(T.LoadPart(x + i, rest), rule.Factors<T>(first + i), T.LoadPart(start + i, rest))).StorePart(target + i, rest);
    }
}

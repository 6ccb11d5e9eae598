using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>The softmax of one row of logits together with one more logit, the target's.</summary>
internal static unsafe class SampledSoftmaxRow
{
    /// <summary>Turns logits into probabilities in place; returns the target's probability, −log of it, and whether no logit is above the target's.</summary>
    internal static (float Probability, float Loss, bool IsLargest) Run(Span<float> logits, float target)
    {
        float peak = target, total;
        fixed (float* start = logits)
        {
            if (Vector512.IsHardwareAccelerated) total = Exponentials<Lanes512>(logits.Length, start, ref peak);
            else if (Vector256.IsHardwareAccelerated) total = Exponentials<Lanes256>(logits.Length, start, ref peak);
            else total = Exponentials<Lanes128>(logits.Length, start, ref peak);
        }

        var own = MathF.Exp(target - peak);
        total += own;
        Elementwise.Unary(logits, logits, new ScaleKernel(1 / total));
        return (own / total, MathF.Log(total) - (target - peak), peak <= target);
    }

    private static float Exponentials<T>(int length, float* logits, ref float peak)
        where T : struct, ILanes<T>
    {
        var whole = length / T.Count * T.Count;
        var rest = length - whole;
        var peaks = T.Create(peak);
        for (nint i = 0; i < whole; i += T.Count) peaks = T.Max(peaks, T.Load(logits + i));
        if (rest > 0) peaks = T.Max(peaks, T.Select(T.First(rest), T.LoadPart(logits + whole, rest), peaks));
        peak = T.Largest(peaks);

        var shift = T.Create(peak);
        var sum = T.Zero;
        for (nint i = 0; i < whole; i += T.Count)
        {
            var e = LanesMath.ExpOfNegative(T.Load(logits + i) - shift);
            e.Store(logits + i);
            sum += e;
        }

        if (rest == 0) return T.Sum(sum);
        var last = LanesMath.ExpOfNegative(T.LoadPart(logits + whole, rest) - shift) & T.First(rest);
        last.StorePart(logits + whole, rest);
        return T.Sum(sum + last);
    }
}

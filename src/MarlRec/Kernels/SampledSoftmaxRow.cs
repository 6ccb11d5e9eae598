using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

/// <summary>The softmax of one row of logits together with one more logit, the target's.</summary>
internal static class SampledSoftmaxRow
{
    /// <summary>Turns logits into probabilities in place; returns the target's probability and −log of it.</summary>
    internal static (float Probability, float Loss) Run(Span<float> logits, float target)
    {
        ref var start = ref MemoryMarshal.GetReference(logits);
        var peaks = Vector256.Create(target);
        var i = 0;
        for (; i <= logits.Length - 8; i += 8) peaks = Vector256.Max(peaks, Vector256.LoadUnsafe(ref start, (nuint)i));
        var peak = target;
        for (var lane = 0; lane < 8; lane++) peak = MathF.Max(peak, peaks[lane]);
        for (; i < logits.Length; i++) peak = MathF.Max(peak, logits[i]);

        var shift = Vector256.Create(peak);
        var sums = Vector256<float>.Zero;
        for (i = 0; i <= logits.Length - 8; i += 8)
        {
            var e = VectorMath.Exp(Vector256.LoadUnsafe(ref start, (nuint)i) - shift);
            e.StoreUnsafe(ref start, (nuint)i);
            sums += e;
        }

        var total = Vector256.Sum(sums);
        if (i < logits.Length)
        {
            var tail = logits[i..];
            Elementwise.StorePart(VectorMath.Exp(Elementwise.LoadPart(tail) - shift), tail);
            foreach (var e in tail) total += e;
        }

        var own = MathF.Exp(target - peak);
        total += own;
        Elementwise.Unary(logits, logits, new ScaleKernel(1 / total));
        return (own / total, MathF.Log(total) - (target - peak));
    }
}

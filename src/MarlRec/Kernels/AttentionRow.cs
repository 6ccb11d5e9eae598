using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>One query's row of scores: softmax forward, and the gradient of the scores.</summary>
/// <remarks>Rows have room for whole registers behind their end; what stands there is neither used nor kept.</remarks>
internal static unsafe class AttentionRow
{
    /// <summary>
    /// scores[0..visible) become exp(score − largest), times dropout's factors; the rest up to <paramref name="end"/> becomes 0. Returns what to multiply by
    /// to make probabilities of them, 0 if nothing is visible, and the logarithm of Σ exp(score).
    /// </summary>
    internal static float Forward(float* scores, int visible, int end, DropoutRule dropout, out float logSum)
    {
        if (Vector512.IsHardwareAccelerated) return Forward<Lanes512>(scores, visible, end, dropout, out logSum);
        if (Vector256.IsHardwareAccelerated) return Forward<Lanes256>(scores, visible, end, dropout, out logSum);
        return Forward<Lanes128>(scores, visible, end, dropout, out logSum);
    }

    /// <summary>
    /// With p = exp(score − logSum) and dropout's factors f: scores[0..visible) become p · f, and dProbabilities becomes p · (f · dProbabilities − inner),
    /// the gradient of the scores, where inner is Σ p · f · dProbabilities. The rest up to <paramref name="end"/> becomes 0 in both.
    /// </summary>
    internal static void Backward(float* scores, float* dProbabilities, int visible, int end, float logSum, float inner, DropoutRule dropout)
    {
        if (Vector512.IsHardwareAccelerated) Backward<Lanes512>(scores, dProbabilities, visible, end, logSum, inner, dropout);
        else if (Vector256.IsHardwareAccelerated) Backward<Lanes256>(scores, dProbabilities, visible, end, logSum, inner, dropout);
        else Backward<Lanes128>(scores, dProbabilities, visible, end, logSum, inner, dropout);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Forward<T>(float* scores, int visible, int end, DropoutRule dropout, out float logSum)
        where T : struct, ILanes<T>
    {
        int whole = visible / T.Count * T.Count, rest = visible - whole;
        var largest = T.Create(float.NegativeInfinity);
        for (nint i = 0; i < whole; i += T.Count) largest = T.Max(largest, T.Load(scores + i));
        if (rest > 0) largest = T.Max(largest, T.Select(T.First(rest), T.Load(scores + whole), largest));
        var most = T.Largest(largest);

        var shift = T.Create(most);
        var sum = T.Zero;
        for (var i = 0; i < visible; i += T.Count)
        {
            var e = LanesMath.ExpOfNegative(T.Load(scores + i) - shift);
            if (i == whole) e &= T.First(rest);
            sum += e;
            if (dropout.IsActive) e *= dropout.Factors<T>(i);
            e.Store(scores + i);
        }

        for (var i = (visible + T.Count - 1) / T.Count * T.Count; i < end; i += T.Count) T.Zero.Store(scores + i);
        var total = T.Sum(sum);
        logSum = most + MathF.Log(total);
        return visible == 0 ? 0 : 1 / total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Backward<T>(float* scores, float* dProbabilities, int visible, int end, float logSum, float inner, DropoutRule dropout)
        where T : struct, ILanes<T>
    {
        int whole = visible / T.Count * T.Count, rest = visible - whole;
        T shift = T.Create(logSum), mean = T.Create(inner);
        for (var i = 0; i < visible; i += T.Count)
        {
            var p = LanesMath.ExpOfNegative(T.Load(scores + i) - shift);
            var d = T.Load(dProbabilities + i);
            if (i == whole)
            {
                p &= T.First(rest);
                d &= T.First(rest);
            }

            if (dropout.IsActive)
            {
                var factors = dropout.Factors<T>(i);
                (p * (d * factors - mean)).Store(dProbabilities + i);
                (p * factors).Store(scores + i);
            }
            else
            {
                (p * (d - mean)).Store(dProbabilities + i);
                p.Store(scores + i);
            }
        }

        for (var i = (visible + T.Count - 1) / T.Count * T.Count; i < end; i += T.Count)
        {
            T.Zero.Store(scores + i);
            T.Zero.Store(dProbabilities + i);
        }
    }
}

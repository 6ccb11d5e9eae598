using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>A block of queries' rows of scores: softmax forward, and the gradient of the scores.</summary>
/// <remarks>Rows have room for whole registers behind their end; what stands there is neither used nor kept.</remarks>
[SkipLocalsInit] // stack memory is written before it is read
internal static unsafe class AttentionRows
{
    /// <summary>The most rows of a block.</summary>
    internal const int Most = 48;

    /// <summary>
    /// Visible scores become exp(scale · (score − largest)), times dropout's factors; the rest up to <paramref name="end"/> becomes 0. <paramref name="inverses"/> gets
    /// what to multiply each row by to make probabilities of it, 0 if nothing is visible; <paramref name="logSums"/>, unless null, the logarithms of
    /// Σ exp(scale · score).
    /// </summary>
    internal static void Forward(
        int rows, float* scores, nint stride, float scale, Visibility visible, int end, DropoutRule dropout, long firstRow, float* inverses, float* logSums)
    {
        if (Vector512.IsHardwareAccelerated) Forward<Lanes512>(rows, scores, stride, scale, visible, end, dropout, firstRow, inverses, logSums);
        else if (Vector256.IsHardwareAccelerated) Forward<Lanes256>(rows, scores, stride, scale, visible, end, dropout, firstRow, inverses, logSums);
        else Forward<Lanes128>(rows, scores, stride, scale, visible, end, dropout, firstRow, inverses, logSums);
    }

    /// <summary>
    /// With p = exp(scale · score − logSum) and dropout's factors f: visible scores become p · f, and dProbabilities becomes
    /// scale · p · (f · dProbabilities − inner), the gradient of the scores, where inner is the row's Σ output · dOutput, which equals Σ p · f · dProbabilities. The rest up to <paramref name="end"/>
    /// becomes 0 in both.
    /// </summary>
    internal static void Backward(
        int rows, float* scores, float* dProbabilities, nint stride, float scale, Visibility visible, int end, DropoutRule dropout, long firstRow, float* logSums,
        int width, float* output, float* dOutput, nint outputStride)
    {
        if (Vector512.IsHardwareAccelerated)
            Backward<Lanes512>(rows, scores, dProbabilities, stride, scale, visible, end, dropout, firstRow, logSums, width, output, dOutput, outputStride);
        else if (Vector256.IsHardwareAccelerated)
            Backward<Lanes256>(rows, scores, dProbabilities, stride, scale, visible, end, dropout, firstRow, logSums, width, output, dOutput, outputStride);
        else
            Backward<Lanes128>(rows, scores, dProbabilities, stride, scale, visible, end, dropout, firstRow, logSums, width, output, dOutput, outputStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Forward<T>(
        int rows, float* scores, nint stride, float scale, Visibility visibility, int end, DropoutRule dropout, long firstRow, float* inverses, float* logSums)
        where T : struct, ILanes<T>
    {
        // All maxima first, so that no row waits for its own.
        var largest = stackalloc float[Most];
        for (var row = 0; row < rows; row++)
        {
            var x = scores + row * stride;
            var visible = visibility.Of(row);
            int whole = visible / T.Count * T.Count, rest = visible - whole;
            var most = T.Create(float.NegativeInfinity);
            for (nint i = 0; i < whole; i += T.Count) most = T.Max(most, T.Load(x + i));
            if (rest > 0) most = T.Max(most, T.Select(T.First(rest), T.Load(x + whole), most));
            largest[row] = T.Largest(most);
        }

        for (var row = 0; row < rows; row++, scores += stride)
        {
            var visible = visibility.Of(row);
            int whole = visible / T.Count * T.Count, rest = visible - whole;
            T shift = T.Create(largest[row]), factor = T.Create(scale);
            var sum = T.Zero;
            var rule = dropout.IsActive ? dropout.OfRow(firstRow + row) : default;
            for (var i = 0; i < visible; i += T.Count)
            {
                var e = LanesMath.ExpOfNegative((T.Load(scores + i) - shift) * factor);
                if (i == whole) e &= T.First(rest);
                sum += e;
                if (dropout.IsActive) e *= rule.Factors<T>(i);
                e.Store(scores + i);
            }

            for (var i = (visible + T.Count - 1) / T.Count * T.Count; i < end; i += T.Count) T.Zero.Store(scores + i);
            inverses[row] = T.Sum(sum);
        }

        for (var row = 0; row < rows; row += T.Count)
        {
            var part = Math.Min(T.Count, rows - row);
            var sums = T.LoadPart(inverses + row, part);
            if (logSums != null) (T.LoadPart(largest + row, part) * T.Create(scale) + LanesMath.Log(sums)).StorePart(logSums + row, part);
            T.Without(T.Create(1) / sums, T.Equal(sums, T.Zero)).StorePart(inverses + row, part);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Backward<T>(
        int rows, float* scores, float* dProbabilities, nint stride, float scale, Visibility visibility, int end, DropoutRule dropout, long firstRow, float* logSums,
        int width, float* output, float* dOutput, nint outputStride)
        where T : struct, ILanes<T>
    {
        for (var row = 0; row < rows; row++, scores += stride, dProbabilities += stride, output += outputStride, dOutput += outputStride)
        {
            var product = T.Zero;
            for (var i = 0; i < width; i += T.Count)
            {
                var lanes = Math.Min(T.Count, width - i);
                product = T.MultiplyAdd(T.LoadPart(output + i, lanes), T.LoadPart(dOutput + i, lanes), product);
            }

            var visible = visibility.Of(row);
            int whole = visible / T.Count * T.Count, rest = visible - whole;
            T shift = T.Create(logSums[row]), inner = T.Create(T.Sum(product)), factor = T.Create(scale);
            var rule = dropout.IsActive ? dropout.OfRow(firstRow + row) : default;
            for (var i = 0; i < visible; i += T.Count)
            {
                var p = LanesMath.ExpOfNegative(T.Load(scores + i) * factor - shift);
                var d = T.Load(dProbabilities + i);
                if (i == whole)
                {
                    p &= T.First(rest);
                    d &= T.First(rest);
                }

                if (dropout.IsActive)
                {
                    var factors = rule.Factors<T>(i);
                    (factor * p * (d * factors - inner)).Store(dProbabilities + i);
                    (p * factors).Store(scores + i);
                }
                else
                {
                    (factor * p * (d - inner)).Store(dProbabilities + i);
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
}

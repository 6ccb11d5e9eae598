using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>
/// The softmax of R rows over one slice of the classes, transposed: [classes, R] with each class's row <c>stride</c> floats after the last. Lanes are rows
/// of the batch, so maxima and sums run down the slice without ever crossing lanes. R is a multiple of 16.
/// </summary>
internal static unsafe class SoftmaxSlice
{
    /// <summary>Turns logits into exp(x − largest) in place; returns each row's largest logit and the sum of its exponentials.</summary>
    internal static void Exponentials(int classes, int rows, float* x, nint stride, float* largest, float* sums)
    {
        if (Vector512.IsHardwareAccelerated) Exponentials<Lanes512>(classes, rows, x, stride, largest, sums);
        else if (Vector256.IsHardwareAccelerated) Exponentials<Lanes256>(classes, rows, x, stride, largest, sums);
        else Exponentials<Lanes128>(classes, rows, x, stride, largest, sums);
    }

    /// <summary>
    /// Puts S slices together: from their largest logits and sums [S, R], each row's loss log Σ exp(x) − x_target, and in the place of the sums what turns a
    /// slice's exponentials into probabilities times the row's weight.
    /// </summary>
    internal static void Combine(int slices, int rows, float* largest, float* sums, float* targets, float* weights, float* losses)
    {
        if (Vector512.IsHardwareAccelerated) Combine<Lanes512>(slices, rows, largest, sums, targets, weights, losses);
        else if (Vector256.IsHardwareAccelerated) Combine<Lanes256>(slices, rows, largest, sums, targets, weights, losses);
        else Combine<Lanes128>(slices, rows, largest, sums, targets, weights, losses);
    }

    /// <summary>x[c, r] · factors[r], in place.</summary>
    internal static void Scale(int classes, int rows, float* x, nint stride, float* factors)
    {
        if (Vector512.IsHardwareAccelerated) Scale<Lanes512>(classes, rows, x, stride, factors);
        else if (Vector256.IsHardwareAccelerated) Scale<Lanes256>(classes, rows, x, stride, factors);
        else Scale<Lanes128>(classes, rows, x, stride, factors);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Exponentials<T>(int classes, int rows, float* x, nint stride, float* largest, float* sums)
        where T : struct, ILanes<T>
    {
        for (var r = 0; r < rows; r += 2 * T.Count)
        {
            // Two registers side by side hide each other's latency; the last may be alone.
            var second = r + T.Count < rows ? T.Count : 0;
            var column = x + r;
            // Not −∞: a slice whose logits are all −∞ must give zeros, not NaN.
            T peak0 = T.Create(float.MinValue), peak1 = peak0;
            for (var c = 0; c < classes; c++, column += stride)
            {
                peak0 = T.Max(peak0, T.Load(column));
                peak1 = T.Max(peak1, T.Load(column + second));
            }

            T sum0 = T.Zero, sum1 = T.Zero;
            column = x + r;
            for (var c = 0; c < classes; c++, column += stride)
            {
                var e0 = T.Load(column) - peak0;
                var e1 = T.Load(column + second) - peak1;
                e0 = LanesMath.ExpOfNegative(e0);
                e1 = LanesMath.ExpOfNegative(e1);
                sum0 += e0;
                sum1 += e1;
                e1.Store(column + second);
                e0.Store(column);
            }

            peak1.Store(largest + r + second);
            peak0.Store(largest + r);
            sum1.Store(sums + r + second);
            sum0.Store(sums + r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Combine<T>(int slices, int rows, float* largest, float* sums, float* targets, float* weights, float* losses)
        where T : struct, ILanes<T>
    {
        for (var r = 0; r < rows; r += T.Count)
        {
            var peak = T.Load(largest + r);
            for (var s = 1; s < slices; s++) peak = T.Max(peak, T.Load(largest + (nint)s * rows + r));
            var total = T.Zero;
            for (var s = 0; s < slices; s++)
            {
                var at = (nint)s * rows + r;
                var share = LanesMath.ExpOfNegative(T.Load(largest + at) - peak);
                total = T.MultiplyAdd(T.Load(sums + at), share, total);
                share.Store(sums + at);
            }

            (peak - T.Load(targets + r) + LanesMath.Log(total)).Store(losses + r);
            var factor = T.Load(weights + r) / total;
            for (var s = 0; s < slices; s++)
            {
                var at = sums + (nint)s * rows + r;
                (T.Load(at) * factor).Store(at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Scale<T>(int classes, int rows, float* x, nint stride, float* factors)
        where T : struct, ILanes<T>
    {
        for (var c = 0; c < classes; c++, x += stride)
            for (var r = 0; r < rows; r += T.Count) (T.Load(x + r) * T.Load(factors + r)).Store(x + r);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>
/// The softmax of one row of n ≥ 1 logits and what is computed from it, shifted by the largest logit, so that logits of any size are safe. A logit of −∞ has
/// probability 0.
/// </summary>
internal static unsafe class SoftmaxRow
{
    /// <summary>y = x where allowed, −∞ elsewhere. A null <paramref name="allowed"/> allows all. y may be x.</summary>
    internal static void Mask(int n, float* x, bool* allowed, float* y)
    {
        if (allowed != null)
            for (var i = 0; i < n; i++) y[i] = allowed[i] ? x[i] : float.NegativeInfinity;
        else if (x != y)
            new ReadOnlySpan<float>(x, n).CopyTo(new Span<float>(y, n));
    }

    /// <summary>log Σ exp(x) as the sum of two parts: the largest logit, and the rest, which it would swallow.</summary>
    internal static (float Largest, float LogSum) LogSumExp(int n, float* x)
    {
        if (Vector512.IsHardwareAccelerated) return LogSumExp<Lanes512>(n, x);
        return Vector256.IsHardwareAccelerated ? LogSumExp<Lanes256>(n, x) : LogSumExp<Lanes128>(n, x);
    }

    /// <summary>y = x − log Σ exp(x). y may be x.</summary>
    internal static void Log(int n, float* x, float* y)
    {
        if (Vector512.IsHardwareAccelerated) Log<Lanes512>(n, x, y);
        else if (Vector256.IsHardwareAccelerated) Log<Lanes256>(n, x, y);
        else Log<Lanes128>(n, x, y);
    }

    /// <summary>y = exp(x) / Σ exp(x), times a factor. y may be x. Returns what <see cref="LogSumExp(int, float*)"/> does.</summary>
    internal static (float Largest, float LogSum) Probabilities(int n, float* x, float factor, float* y)
    {
        if (Vector512.IsHardwareAccelerated) return Probabilities<Lanes512>(n, x, factor, y);
        return Vector256.IsHardwareAccelerated ? Probabilities<Lanes256>(n, x, factor, y) : Probabilities<Lanes128>(n, x, factor, y);
    }

    /// <summary>From y = log-softmax: dx += dy − exp(y) · Σ dy, over the columns where y is above −∞.</summary>
    internal static void LogBackward(int n, float* y, float* dy, float* dx)
    {
        if (Vector512.IsHardwareAccelerated) LogBackward<Lanes512>(n, y, dy, dx);
        else if (Vector256.IsHardwareAccelerated) LogBackward<Lanes256>(n, y, dy, dx);
        else LogBackward<Lanes128>(n, y, dy, dx);
    }

    /// <summary>From y = softmax: dx += y · (dy − Σ y · dy).</summary>
    internal static void Backward(int n, float* y, float* dy, float* dx)
    {
        if (Vector512.IsHardwareAccelerated) Backward<Lanes512>(n, y, dy, dx);
        else if (Vector256.IsHardwareAccelerated) Backward<Lanes256>(n, y, dy, dx);
        else Backward<Lanes128>(n, y, dy, dx);
    }

    private static T Largest<T>(int n, float* x)
        where T : struct, ILanes<T>
    {
        // Not −∞: a row whose logits are all −∞ must not give NaN on the way.
        var largest = T.Create(float.MinValue);
        var i = 0;
        for (; i <= n - T.Count; i += T.Count) largest = T.Max(largest, T.Load(x + i));
        if (i < n) largest = T.Max(largest, T.Select(T.First(n - i), T.LoadPart(x + i, n - i), largest));
        return T.Create(T.Largest(largest));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Largest, float LogSum) LogSumExp<T>(int n, float* x)
        where T : struct, ILanes<T>
    {
        var largest = Largest<T>(n, x);
        var sum = T.Zero;
        var i = 0;
        for (; i <= n - T.Count; i += T.Count) sum += LanesMath.ExpOfNegative(T.Load(x + i) - largest);
        if (i < n) sum += LanesMath.ExpOfNegative(T.LoadPart(x + i, n - i) - largest) & T.First(n - i);
        return (T.Largest(largest), MathF.Log(T.Sum(sum)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Log<T>(int n, float* x, float* y)
        where T : struct, ILanes<T>
    {
        var (peak, rest) = LogSumExp<T>(n, x);
        T largest = T.Create(peak), shift = T.Create(rest);
        var i = 0;
        for (; i <= n - T.Count; i += T.Count) (T.Load(x + i) - largest - shift).Store(y + i);
        if (i < n) (T.LoadPart(x + i, n - i) - largest - shift).StorePart(y + i, n - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Largest, float LogSum) Probabilities<T>(int n, float* x, float factor, float* y)
        where T : struct, ILanes<T>
    {
        var largest = Largest<T>(n, x);
        var sum = T.Zero;
        var i = 0;
        for (; i <= n - T.Count; i += T.Count)
        {
            var e = LanesMath.ExpOfNegative(T.Load(x + i) - largest);
            e.Store(y + i);
            sum += e;
        }

        if (i < n)
        {
            var e = LanesMath.ExpOfNegative(T.LoadPart(x + i, n - i) - largest);
            e.StorePart(y + i, n - i);
            sum += e & T.First(n - i);
        }

        var total = T.Sum(sum);
        var share = T.Create(factor / total);
        for (i = 0; i <= n - T.Count; i += T.Count) (T.Load(y + i) * share).Store(y + i);
        if (i < n) (T.LoadPart(y + i, n - i) * share).StorePart(y + i, n - i);
        return (T.Largest(largest), MathF.Log(total));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogBackward<T>(int n, float* y, float* dy, float* dx)
        where T : struct, ILanes<T>
    {
        T closed = T.Create(float.NegativeInfinity), sum = T.Zero;
        var i = 0;
        for (; i <= n - T.Count; i += T.Count) sum += T.LessThan(closed, T.Load(y + i)) & T.Load(dy + i);
        if (i < n) sum += T.LessThan(closed, T.LoadPart(y + i, n - i)) & T.LoadPart(dy + i, n - i);
        var total = T.Create(T.Sum(sum));
        for (i = 0; i <= n - T.Count; i += T.Count)
        {
            var logP = T.Load(y + i);
            (T.Load(dx + i) + (T.LessThan(closed, logP) & (T.Load(dy + i) - LanesMath.ExpOfNegative(logP) * total))).Store(dx + i);
        }

        if (i == n) return;
        var last = T.LoadPart(y + i, n - i);
        var gradient = T.LessThan(closed, last) & (T.LoadPart(dy + i, n - i) - LanesMath.ExpOfNegative(last) * total);
        (T.LoadPart(dx + i, n - i) + gradient).StorePart(dx + i, n - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<T>(int n, float* y, float* dy, float* dx)
        where T : struct, ILanes<T>
    {
        var sum = T.Zero;
        var i = 0;
        for (; i <= n - T.Count; i += T.Count) sum = T.MultiplyAdd(T.Load(y + i), T.Load(dy + i), sum);
        if (i < n) sum = T.MultiplyAdd(T.LoadPart(y + i, n - i), T.LoadPart(dy + i, n - i), sum);
        var mean = T.Create(T.Sum(sum));
        for (i = 0; i <= n - T.Count; i += T.Count) T.MultiplyAdd(T.Load(y + i), T.Load(dy + i) - mean, T.Load(dx + i)).Store(dx + i);
        if (i < n) T.MultiplyAdd(T.LoadPart(y + i, n - i), T.LoadPart(dy + i, n - i) - mean, T.LoadPart(dx + i, n - i)).StorePart(dx + i, n - i);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>A loss of one prediction x and its target t; a struct, so that the loop around it is compiled for it.</summary>
internal interface IPairLoss
{
    /// <summary>The loss.</summary>
    T Loss<T>(T x, T t)
        where T : struct, ILanes<T>;

    /// <summary>Its derivative by x.</summary>
    T Slope<T>(T x, T t)
        where T : struct, ILanes<T>;
}

/// <summary>Weighted sums of losses, and their gradients in the same pass.</summary>
internal static unsafe class PairLoss
{
    private const int Block = 1024; // summed in single precision; the blocks in double

    /// <summary>
    /// Returns Σ w · loss(x, t) and writes w · slope(x, t) · factor to <paramref name="gradient"/>, unless that is null. Null weights are 1; an element of
    /// weight 0 counts nothing, whatever it is.
    /// </summary>
    internal static double Sum<TLoss>(int n, float* x, float* t, float* weights, float factor, float* gradient, TLoss loss)
        where TLoss : struct, IPairLoss
    {
        if (Vector512.IsHardwareAccelerated) return Blocks<TLoss, Lanes512>(n, x, t, weights, factor, gradient, loss);
        return Vector256.IsHardwareAccelerated
            ? Blocks<TLoss, Lanes256>(n, x, t, weights, factor, gradient, loss)
            : Blocks<TLoss, Lanes128>(n, x, t, weights, factor, gradient, loss);
    }

    private static double Blocks<TLoss, T>(int n, float* x, float* t, float* weights, float factor, float* gradient, TLoss loss)
        where TLoss : struct, IPairLoss
        where T : struct, ILanes<T>
    {
        var total = 0.0;
        for (var i = 0; i < n; i += Block)
        {
            total += Sum<TLoss, T>(
                Math.Min(Block, n - i), x + i, t + i, weights == null ? null : weights + i, factor, gradient == null ? null : gradient + i, loss);
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum<TLoss, T>(int n, float* x, float* t, float* weights, float factor, float* gradient, TLoss loss)
        where TLoss : struct, IPairLoss
        where T : struct, ILanes<T>
    {
        T sum = T.Zero, scale = T.Create(factor);
        for (var i = 0; i < n; i += T.Count)
        {
            var lanes = Math.Min(T.Count, n - i);
            T a = T.LoadPart(x + i, lanes), b = T.LoadPart(t + i, lanes);
            T value = loss.Loss(a, b), slope = loss.Slope(a, b) * scale;
            if (weights != null)
            {
                // Not a product alone: what has no weight may be anything, even NaN.
                var w = T.LoadPart(weights + i, lanes);
                var none = T.Equal(w, T.Zero);
                value = T.Without(value * w, none);
                slope = T.Without(slope * w, none);
            }

            sum += value & T.First(lanes);
            if (gradient != null) slope.StorePart(gradient + i, lanes);
        }

        return T.Sum(sum);
    }
}

/// <summary>(x − t)².</summary>
internal readonly struct SquaredLoss : IPairLoss
{
    public T Loss<T>(T x, T t)
        where T : struct, ILanes<T> => (x - t) * (x - t);

    public T Slope<T>(T x, T t)
        where T : struct, ILanes<T> => x - t + (x - t);
}

/// <summary>e²/2 for |e| ≤ delta, else delta · (|e| − delta/2), e = x − t (Huber, 1964).</summary>
internal readonly struct HuberLoss(float delta) : IPairLoss
{
    public T Loss<T>(T x, T t)
        where T : struct, ILanes<T>
    {
        T size = T.Abs(x - t), bound = T.Create(delta), half = T.Create(0.5f);
        return T.Select(T.LessThan(bound, size), bound * (size - half * bound), half * size * size);
    }

    public T Slope<T>(T x, T t)
        where T : struct, ILanes<T>
    {
        T e = x - t, bound = T.Create(delta);
        return T.Select(T.LessThan(bound, e), bound, T.Select(T.LessThan(e, -bound), -bound, e));
    }
}

/// <summary>−t · log σ(x) − (1 − t) · log(1 − σ(x)) = max(x, 0) − x · t + log(1 + exp(−|x|)).</summary>
internal readonly struct BinaryCrossEntropyLoss : IPairLoss
{
    public T Loss<T>(T x, T t)
        where T : struct, ILanes<T> =>
        T.Without(x, T.LessThan(x, T.Zero)) - x * t + LanesMath.LogOnePlus(LanesMath.ExpOfNegative(-T.Abs(x)));

    public T Slope<T>(T x, T t)
        where T : struct, ILanes<T> => LanesMath.Sigmoid(x) - t;
}

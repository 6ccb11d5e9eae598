using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>y = max(x, 0); dx += dy where x &gt; 0.</summary>
internal readonly struct ReluKernel : IUnaryOperator, IBinaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => T.Without(x, T.LessThan(x, T.Zero)); // so that NaN stays

    /// <summary>The gradient, from dy and x (or y, which has the same sign).</summary>
    public T Apply<T>(T dy, T x)
        where T : struct, ILanes<T> => T.LessThan(T.Zero, x) & dy;
}

/// <summary>y = tanh(x); dx += dy · (1 − y²).</summary>
internal readonly struct TanhKernel : IUnaryOperator, IBinaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => LanesMath.Tanh(x);

    /// <summary>The gradient, from dy and y.</summary>
    public T Apply<T>(T dy, T y)
        where T : struct, ILanes<T> => dy * (T.Create(1) - y * y);
}

/// <summary>y = 1 / (1 + exp(−x)); dx += dy · y · (1 − y).</summary>
internal readonly struct SigmoidKernel : IUnaryOperator, IBinaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => LanesMath.Sigmoid(x);

    /// <summary>The gradient, from dy and y.</summary>
    public T Apply<T>(T dy, T y)
        where T : struct, ILanes<T> => dy * y * (T.Create(1) - y);
}

/// <summary>y = x · Φ(x), Φ the normal distribution's function (Hendrycks and Gimpel, 2016); dx += dy · (Φ(x) + x · φ(x)).</summary>
internal readonly struct GeluKernel : IUnaryOperator, IBinaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => x * Distribution(x);

    /// <summary>The gradient, from dy and x.</summary>
    public T Apply<T>(T dy, T x)
        where T : struct, ILanes<T>
    {
        // φ(x) = exp(−x² / 2) / √(2π)
        var density = LanesMath.ExpOfNegative(x * x * T.Create(-0.5f)) * T.Create(0.398942280f);
        return dy * T.MultiplyAdd(x, density, Distribution(x));
    }

    private static T Distribution<T>(T x)
        where T : struct, ILanes<T> => T.MultiplyAdd(LanesMath.Erf(x * T.Create(0.707106781f)), T.Create(0.5f), T.Create(0.5f));
}

/// <summary>y = exp(x); dx += dy · y.</summary>
internal readonly struct ExpKernel : IUnaryOperator, IBinaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => LanesMath.Exp(x);

    /// <summary>The gradient, from dy and y.</summary>
    public T Apply<T>(T dy, T y)
        where T : struct, ILanes<T> => dy * y;
}

/// <summary>y = clip(x, low, high); dx += dy where low ≤ x ≤ high.</summary>
internal readonly struct ClipKernel(float low, float high) : IUnaryOperator, IBinaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T>
    {
        T least = T.Create(low), most = T.Create(high);
        return T.Select(T.LessThan(x, least), least, T.Select(T.LessThan(most, x), most, x));
    }

    /// <summary>The gradient, from dy and x.</summary>
    public T Apply<T>(T dy, T x)
        where T : struct, ILanes<T> => T.LessThanOrEqual(T.Create(low), x) & T.LessThanOrEqual(x, T.Create(high)) & dy;
}

/// <summary>y = x where x &gt; 0, exp(x) − 1 elsewhere (Clevert et al., 2016); dx += dy · min(1, y + 1).</summary>
internal readonly struct EluKernel : IUnaryOperator, IBinaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => T.Select(T.LessThan(T.Zero, x), x, LanesMath.ExpMinusOneOfNegative(T.Min(x, T.Zero)));

    /// <summary>The gradient, from dy and y.</summary>
    public T Apply<T>(T dy, T y)
        where T : struct, ILanes<T> => dy * T.Select(T.LessThan(T.Zero, y), T.Create(1), y + T.Create(1));
}

/// <summary>y = |x|; dx += dy · sign(x).</summary>
internal readonly struct AbsKernel : IUnaryOperator, IBinaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => T.Abs(x);

    /// <summary>The gradient, from dy and x.</summary>
    public T Apply<T>(T dy, T x)
        where T : struct, ILanes<T> => T.Select(T.LessThan(x, T.Zero), -dy, T.LessThan(T.Zero, x) & dy);
}

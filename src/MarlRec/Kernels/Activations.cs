using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

/// <summary>y = max(x, 0); dx += dy where x &gt; 0.</summary>
internal readonly struct ReluKernel : IUnaryOperator, IBinaryOperator
{
    public Vector256<float> Apply(Vector256<float> x) => Vector256.Max(x, Vector256<float>.Zero);

    /// <summary>The gradient, from dy and x.</summary>
    public Vector256<float> Apply(Vector256<float> dy, Vector256<float> x) => Vector256.GreaterThan(x, Vector256<float>.Zero).AsSingle() & dy;
}

/// <summary>y = tanh(x); dx += dy · (1 − y²).</summary>
internal readonly struct TanhKernel : IUnaryOperator, IBinaryOperator
{
    public Vector256<float> Apply(Vector256<float> x) => VectorMath.Tanh(x);

    /// <summary>The gradient, from dy and y.</summary>
    public Vector256<float> Apply(Vector256<float> dy, Vector256<float> y) => dy * (Vector256<float>.One - y * y);
}

/// <summary>y = 1 / (1 + exp(−x)); dx += dy · y · (1 − y).</summary>
internal readonly struct SigmoidKernel : IUnaryOperator, IBinaryOperator
{
    public Vector256<float> Apply(Vector256<float> x) => VectorMath.Sigmoid(x);

    /// <summary>The gradient, from dy and y.</summary>
    public Vector256<float> Apply(Vector256<float> dy, Vector256<float> y) => dy * y * (Vector256<float>.One - y);
}

/// <summary>y = exp(x); dx += dy · y.</summary>
internal readonly struct ExpKernel : IUnaryOperator, IBinaryOperator
{
    public Vector256<float> Apply(Vector256<float> x) => VectorMath.Exp(x);

    /// <summary>The gradient, from dy and y.</summary>
    public Vector256<float> Apply(Vector256<float> dy, Vector256<float> y) => dy * y;
}

/// <summary>y = clip(x, low, high); dx += dy where low ≤ x ≤ high.</summary>
internal readonly struct ClipKernel(float low, float high) : IUnaryOperator, IBinaryOperator
{
    public Vector256<float> Apply(Vector256<float> x) => Vector256.Min(Vector256.Max(x, Vector256.Create(low)), Vector256.Create(high));

    /// <summary>The gradient, from dy and x.</summary>
    public Vector256<float> Apply(Vector256<float> dy, Vector256<float> x) =>
        Vector256.GreaterThanOrEqual(x, Vector256.Create(low)).AsSingle() & Vector256.LessThanOrEqual(x, Vector256.Create(high)).AsSingle() & dy;
}

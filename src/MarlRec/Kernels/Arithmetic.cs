using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

/// <summary>x, for adding a gradient as it is.</summary>
internal readonly struct IdentityKernel : IUnaryOperator
{
    public Vector256<float> Apply(Vector256<float> x) => x;
}

/// <summary>x · factor.</summary>
internal readonly struct ScaleKernel(float factor) : IUnaryOperator
{
    public Vector256<float> Apply(Vector256<float> x) => x * Vector256.Create(factor);
}

/// <summary>x + y.</summary>
internal readonly struct AddKernel : IBinaryOperator
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => x + y;
}

/// <summary>x − y.</summary>
internal readonly struct SubtractKernel : IBinaryOperator
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => x - y;
}

/// <summary>x · y.</summary>
internal readonly struct MultiplyKernel : IBinaryOperator
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => x * y;
}

/// <summary>min(x, y); the gradient goes to the smaller one, to x when they are equal.</summary>
internal readonly struct MinimumKernel(bool second) : IBinaryOperator, ITernaryOperator
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => Vector256.Min(x, y);

    /// <summary>The gradient of the first or second argument, from dy, x and y.</summary>
    public Vector256<float> Apply(Vector256<float> dy, Vector256<float> x, Vector256<float> y)
    {
        var first = Vector256.LessThanOrEqual(x, y).AsSingle();
        return second ? Vector256.AndNot(dy, first) : dy & first;
    }
}

using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>x, for adding a gradient as it is.</summary>
internal readonly struct IdentityKernel : IUnaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => x;
}

/// <summary>A constant, whatever x is.</summary>
internal readonly struct ConstantKernel(float value) : IUnaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => T.Create(value);
}

/// <summary>x · factor.</summary>
internal readonly struct ScaleKernel(float factor) : IUnaryOperator
{
    public T Apply<T>(T x)
        where T : struct, ILanes<T> => x * T.Create(factor);
}

/// <summary>x + y.</summary>
internal readonly struct AddKernel : IBinaryOperator
{
    public T Apply<T>(T x, T y)
        where T : struct, ILanes<T> => x + y;
}

/// <summary>x − y.</summary>
internal readonly struct SubtractKernel : IBinaryOperator
{
    public T Apply<T>(T x, T y)
        where T : struct, ILanes<T> => x - y;
}

/// <summary>x · y.</summary>
internal readonly struct MultiplyKernel : IBinaryOperator
{
    public T Apply<T>(T x, T y)
        where T : struct, ILanes<T> => x * y;
}

/// <summary>min(x, y), NaN if either is; the gradient goes to the smaller one, to x when they are equal.</summary>
internal readonly struct MinimumKernel(bool second) : IBinaryOperator, ITernaryOperator
{
    public T Apply<T>(T x, T y)
        where T : struct, ILanes<T> => T.Select(T.Equal(x, x), T.Select(T.LessThanOrEqual(x, y), x, y), x);

    /// <summary>The gradient of the first or second argument, from dy, x and y.</summary>
    public T Apply<T>(T dy, T x, T y)
        where T : struct, ILanes<T>
    {
        var first = T.LessThanOrEqual(x, y);
        return second ? T.Without(dy, first) : dy & first;
    }
}

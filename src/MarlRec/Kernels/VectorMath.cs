using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

/// <summary>Transcendental functions of eight floats at once, within a few units in the last place; NaN stays NaN.</summary>
/// <remarks>
/// One algorithm for every lane and every length, unlike the base library's, which treats short spans by another route: a value's bits must not
/// depend on where in a row it stands.
/// </remarks>
internal static class VectorMath
{
    /// <summary>exp(x): 0 below −87.3, +∞ above 88.7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Exp(Vector256<float> x)
    {
        var result = BoundedExp(Clamp(x, -87.33f, 88.72f));
        result = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(-87.33f)), Vector256<float>.Zero, result);
        result = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(88.72f)), Vector256.Create(float.PositiveInfinity), result);
        return KeepNaN(x, result);
    }

    /// <summary>1 / (1 + exp(−x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Sigmoid(Vector256<float> x)
    {
        var one = Vector256<float>.One;
        return KeepNaN(x, one / (one + BoundedExp(Clamp(-x, -87.33f, 87.33f))));
    }

    /// <summary>tanh(x): an odd polynomial near zero, where 1 − 2 / (exp(2x) + 1) would cancel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Tanh(Vector256<float> x)
    {
        var magnitude = Vector256.Abs(x);
        var z = x * x;
        var p = Vector256.MultiplyAddEstimate(Vector256.Create(-5.70498872745e-3f), z, Vector256.Create(2.06390887954e-2f));
        p = Vector256.MultiplyAddEstimate(p, z, Vector256.Create(-5.37397155531e-2f));
        p = Vector256.MultiplyAddEstimate(p, z, Vector256.Create(1.33314422036e-1f));
        p = Vector256.MultiplyAddEstimate(p, z, Vector256.Create(-3.33332819422e-1f));
        var near = Vector256.MultiplyAddEstimate(p * z, x, x);

        var one = Vector256<float>.One;
        var bounded = Vector256.MinNative(magnitude, Vector256.Create(20f));
        var far = one - (one + one) / (BoundedExp(bounded + bounded) + one);
        var sign = x & Vector256.Create(-0f);
        return KeepNaN(x, Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(0.625f)), near, far) | sign);
    }

    // What the native minimum and maximum make of NaN differs between processors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> KeepNaN(Vector256<float> x, Vector256<float> result) =>
        Vector256.ConditionalSelect(Vector256.Equals(x, x), result, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clamp(Vector256<float> x, float low, float high) =>
        Vector256.MinNative(Vector256.MaxNative(x, Vector256.Create(low)), Vector256.Create(high));

    // exp(x) = 2^n · exp(r), n = round(x / ln 2), |r| ≤ ln 2 / 2; ln 2 in two parts, so that r is exact. 2^n in two factors, as n may be 128.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> BoundedExp(Vector256<float> x)
    {
        var n = Vector256.Round(x * Vector256.Create(1.44269504f));
        var r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-0.693359375f), x);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(2.12194440e-4f), r);
        var p = Vector256.MultiplyAddEstimate(Vector256.Create(1.9875691500e-4f), r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.MultiplyAddEstimate(p, r * r, r + Vector256<float>.One);
        var whole = Vector256.ConvertToInt32Native(n);
        var half = Vector256.ShiftRightArithmetic(whole, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> exponent) =>
        Vector256.ShiftLeft(exponent + Vector256.Create(127), 23).AsSingle();
}

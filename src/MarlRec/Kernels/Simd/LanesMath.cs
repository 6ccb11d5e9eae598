using System.Runtime.CompilerServices;

namespace MarlRec.Kernels.Simd;

/// <summary>Transcendental functions of lanes; NaN stays NaN, by passing through minima and maxima as the second operand.</summary>
/// <remarks>
/// One algorithm for every lane and every length, unlike the base library's, which treats short spans by another route: a value's bits must not
/// depend on where in a row it stands. Error bounds are in units in the last place (ulp); the tests measure them over every float between 2⁻¹³ and 2⁷.
/// </remarks>
internal static class LanesMath
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>exp(x), within 1.5 ulp: 0 below −87.33, +∞ above 88.72.</summary>
    [MethodImpl(Inline)]
    internal static T Exp<T>(T x)
        where T : struct, ILanes<T>
    {
        var low = T.Create(-87.33f);
        // What lies farther out overflows to +∞ as it is scaled.
        var bounded = T.Min(T.Create(88.9f), T.Max(low, x));
        var n = T.Round(bounded * T.Create(1.44269504f));
        return T.Without(T.ScaleFar(Polynomial(bounded, n), n), T.LessThan(x, low));
    }

    /// <summary>exp(x) for x of 0 at most, as in a shifted softmax, within 1.5 ulp: 0 below −87.33.</summary>
    [MethodImpl(Inline)]
    internal static T ExpOfNegative<T>(T x)
        where T : struct, ILanes<T>
    {
        var low = T.Create(-87.33f);
        var bounded = T.Max(low, x);
        var n = T.Round(bounded * T.Create(1.44269504f));
        return T.Without(T.Scale(Polynomial(bounded, n), n), T.LessThan(x, low));
    }

    /// <summary>exp(x) − 1 for x of 0 at most, without the cancellation near zero.</summary>
    [MethodImpl(Inline)]
    internal static T ExpMinusOneOfNegative<T>(T x)
        where T : struct, ILanes<T>
    {
        var bounded = T.Max(T.Create(-87.33f), x);
        var n = T.Round(bounded * T.Create(1.44269504f));
        var scale = T.Scale(T.Create(1), n);
        var p = Remainder(bounded, n, out var r);
        return T.MultiplyAdd(T.MultiplyAdd(p, r * r, r), scale, scale - T.Create(1));
    }

    /// <summary>ln(1 + x) for x in [0, 1], without the loss of digits near zero.</summary>
    [MethodImpl(Inline)]
    internal static T LogOnePlus<T>(T x)
        where T : struct, ILanes<T>
    {
        var one = T.Create(1);
        var y = one + x;
        return Log(y) + (x - (y - one)) / y;
    }

    /// <summary>1 / (1 + exp(−x)), within 4 ulp; 1.2e-38 at least.</summary>
    [MethodImpl(Inline)]
    internal static T Sigmoid<T>(T x)
        where T : struct, ILanes<T>
    {
        var one = T.Create(1);
        var bounded = T.Min(T.Create(87.33f), T.Max(T.Create(-87.33f), -x));
        var n = T.Round(bounded * T.Create(1.44269504f));
        return one / (one + T.Scale(Polynomial(bounded, n), n));
    }

    /// <summary>tanh(x) = −e / (e + 2) for e = exp(−2|x|) − 1, with the sign of x; within 3 ulp.</summary>
    [MethodImpl(Inline)]
    internal static T Tanh<T>(T x)
        where T : struct, ILanes<T>
    {
        var minus = T.Create(-0f);
        var negative = x | minus;
        var e = ExpMinusOneOfNegative(negative + negative);
        return T.Without(e / (e + T.Create(2)), minus) | (x & minus);
    }

    /// <summary>ln(x), within 1.5 ulp: −∞ at 0, NaN below, +∞ at +∞; denormals count as 0.</summary>
    [MethodImpl(Inline)]
    internal static T Log<T>(T x)
        where T : struct, ILanes<T>
    {
        var f = T.Split(x, out var e) - T.Create(1);
        var z = f * f;
        var p = T.MultiplyAdd(T.Create(7.0376836292e-2f), f, T.Create(-1.1514610310e-1f));
        p = T.MultiplyAdd(p, f, T.Create(1.1676998740e-1f));
        p = T.MultiplyAdd(p, f, T.Create(-1.2420140846e-1f));
        p = T.MultiplyAdd(p, f, T.Create(1.4249322787e-1f));
        p = T.MultiplyAdd(p, f, T.Create(-1.6668057665e-1f));
        p = T.MultiplyAdd(p, f, T.Create(2.0000714765e-1f));
        p = T.MultiplyAdd(p, f, T.Create(-2.4999993993e-1f));
        p = T.MultiplyAdd(p, f, T.Create(3.3333331174e-1f));
        p = T.MultiplyAdd(p * f, z, e * T.Create(-2.12194440e-4f));
        p = T.MultiplyAdd(z, T.Create(-0.5f), p);
        var result = T.MultiplyAdd(e, T.Create(0.693359375f), f + p);
        result = T.Select(T.LessThan(x, T.Create(1.17549435e-38f)), T.Create(float.NegativeInfinity), result);
        result = T.Select(T.LessThan(x, T.Zero), T.Create(float.NaN), result);
        result = T.Select(T.Equal(x, T.Create(float.PositiveInfinity)), x, result);
        return T.Select(T.Equal(x, x), result, x);
    }

    /// <summary>erf(x), within 2 ulp, from polynomials fitted for this: x · P(x²) near zero, 1 − exp(−Q(|x|)) farther out; ±1 beyond 4.</summary>
    [MethodImpl(Inline)]
    internal static T Erf<T>(T x)
        where T : struct, ILanes<T>
    {
        var z = x * x;
        var p = T.MultiplyAdd(T.Create(8.46773671e-05f), z, T.Create(-8.16592681e-04f));
        p = T.MultiplyAdd(p, z, T.Create(5.20309743e-03f));
        p = T.MultiplyAdd(p, z, T.Create(-2.68602421e-02f));
        p = T.MultiplyAdd(p, z, T.Create(1.1283711e-01f));
        p = T.MultiplyAdd(p, z, T.Create(-3.76126348e-01f));
        p = T.MultiplyAdd(p, z, T.Create(1.28379167e-01f));
        var near = T.MultiplyAdd(x, p, x);

        var magnitude = T.Abs(x);
        var m = T.Min(T.Create(4), magnitude);
        var q = T.MultiplyAdd(T.Create(2.06292007e-05f), m, T.Create(-4.2908467e-04f));
        q = T.MultiplyAdd(q, m, T.Create(4.14506219e-03f));
        q = T.MultiplyAdd(q, m, T.Create(-2.5051159e-02f));
        q = T.MultiplyAdd(q, m, T.Create(1.08174908e-01f));
        q = T.MultiplyAdd(q, m, T.Create(6.33442054e-01f));
        q = T.MultiplyAdd(q, m, T.Create(1.12946811f));
        q = -T.MultiplyAdd(q, m, T.Create(-1.65007639e-04f));
        var n = T.Round(q * T.Create(1.44269504f));
        var far = T.Create(1) - T.Scale(Polynomial(q, n), n);
        return T.Select(T.LessThan(magnitude, T.Create(0.9f)), near, far | (x & T.Create(-0f)));
    }

    // exp(r) for x = n · ln 2 + r, |r| ≤ ln 2 / 2.
    [MethodImpl(Inline)]
    private static T Polynomial<T>(T x, T n)
        where T : struct, ILanes<T>
    {
        var p = Remainder(x, n, out var r);
        var one = T.Create(1);
        return T.MultiplyAdd(T.MultiplyAdd(p, r, one), r, one);
    }

    // (exp(r) − r − 1) / r², and r = x − n · ln 2; ln 2 in two parts, so that r is exact.
    [MethodImpl(Inline)]
    private static T Remainder<T>(T x, T n, out T r)
        where T : struct, ILanes<T>
    {
        r = T.MultiplyAdd(n, T.Create(-0.693359375f), x);
        r = T.MultiplyAdd(n, T.Create(2.12194440e-4f), r);
        var p = T.MultiplyAdd(T.Create(1.9875691500e-4f), r, T.Create(1.3981999507e-3f));
        p = T.MultiplyAdd(p, r, T.Create(8.3334519073e-3f));
        p = T.MultiplyAdd(p, r, T.Create(4.1665795894e-2f));
        p = T.MultiplyAdd(p, r, T.Create(1.6666665459e-1f));
        return T.MultiplyAdd(p, r, T.Create(5.0000001201e-1f));
    }
}

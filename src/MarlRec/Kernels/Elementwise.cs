using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>A function of one register of lanes; a struct, so that the loop around it is compiled for it.</summary>
internal interface IUnaryOperator
{
    T Apply<T>(T x)
        where T : struct, ILanes<T>;
}

/// <summary>A function of two.</summary>
internal interface IBinaryOperator
{
    T Apply<T>(T x, T y)
        where T : struct, ILanes<T>;
}

/// <summary>A function of three.</summary>
internal interface ITernaryOperator
{
    T Apply<T>(T x, T y, T z)
        where T : struct, ILanes<T>;
}

/// <summary>The loops of all element-wise kernels. The last, partial register takes the same route as the others, with its unused lanes zero.</summary>
internal static unsafe class Elementwise
{
    /// <summary>target = f(x). The spans may be the same one.</summary>
    internal static void Unary<TOperator>(ReadOnlySpan<float> x, Span<float> target, TOperator f)
        where TOperator : struct, IUnaryOperator
    {
        Check(x.Length, target.Length);
        fixed (float* px = x, pt = target)
        {
            if (Vector512.IsHardwareAccelerated) Unary<TOperator, Lanes512>(target.Length, px, pt, f, false);
            else if (Vector256.IsHardwareAccelerated) Unary<TOperator, Lanes256>(target.Length, px, pt, f, false);
            else Unary<TOperator, Lanes128>(target.Length, px, pt, f, false);
        }
    }

    /// <summary>target += f(x).</summary>
    internal static void AddUnary<TOperator>(ReadOnlySpan<float> x, Span<float> target, TOperator f)
        where TOperator : struct, IUnaryOperator
    {
        Check(x.Length, target.Length);
        fixed (float* px = x, pt = target)
        {
            if (Vector512.IsHardwareAccelerated) Unary<TOperator, Lanes512>(target.Length, px, pt, f, true);
            else if (Vector256.IsHardwareAccelerated) Unary<TOperator, Lanes256>(target.Length, px, pt, f, true);
            else Unary<TOperator, Lanes128>(target.Length, px, pt, f, true);
        }
    }

    /// <summary>target = f(x, y). The target may be x or y.</summary>
    internal static void Binary<TOperator>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target, TOperator f)
        where TOperator : struct, IBinaryOperator
    {
        Check(x.Length, target.Length);
        Check(y.Length, target.Length);
        fixed (float* px = x, py = y, pt = target)
        {
            if (Vector512.IsHardwareAccelerated) Binary<TOperator, Lanes512>(target.Length, px, py, pt, f, false);
            else if (Vector256.IsHardwareAccelerated) Binary<TOperator, Lanes256>(target.Length, px, py, pt, f, false);
            else Binary<TOperator, Lanes128>(target.Length, px, py, pt, f, false);
        }
    }

    /// <summary>target += f(x, y).</summary>
    internal static void AddBinary<TOperator>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target, TOperator f)
        where TOperator : struct, IBinaryOperator
    {
        Check(x.Length, target.Length);
        Check(y.Length, target.Length);
        fixed (float* px = x, py = y, pt = target)
        {
            if (Vector512.IsHardwareAccelerated) Binary<TOperator, Lanes512>(target.Length, px, py, pt, f, true);
            else if (Vector256.IsHardwareAccelerated) Binary<TOperator, Lanes256>(target.Length, px, py, pt, f, true);
            else Binary<TOperator, Lanes128>(target.Length, px, py, pt, f, true);
        }
    }

    /// <summary>target += f(x, y, z).</summary>
    internal static void AddTernary<TOperator>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> target, TOperator f)
        where TOperator : struct, ITernaryOperator
    {
        Check(x.Length, target.Length);
        Check(y.Length, target.Length);
        Check(z.Length, target.Length);
        fixed (float* px = x, py = y, pz = z, pt = target)
        {
            if (Vector512.IsHardwareAccelerated) Ternary<TOperator, Lanes512>(target.Length, px, py, pz, pt, f);
            else if (Vector256.IsHardwareAccelerated) Ternary<TOperator, Lanes256>(target.Length, px, py, pz, pt, f);
            else Ternary<TOperator, Lanes128>(target.Length, px, py, pz, pt, f);
        }
    }

    private static void Unary<TOperator, T>(int length, float* x, float* target, TOperator f, bool add)
        where TOperator : struct, IUnaryOperator
        where T : struct, ILanes<T>
    {
        nint i = 0;
        if (add)
            for (; i <= length - T.Count; i += T.Count) (T.Load(target + i) + f.Apply(T.Load(x + i))).Store(target + i);
        else
            for (; i <= length - T.Count; i += T.Count) f.Apply(T.Load(x + i)).Store(target + i);
        var rest = length - (int)i;
        if (rest == 0) return;
        var last = f.Apply(T.LoadPart(x + i, rest));
        (add ? T.LoadPart(target + i, rest) + last : last).StorePart(target + i, rest);
    }

    private static void Binary<TOperator, T>(int length, float* x, float* y, float* target, TOperator f, bool add)
        where TOperator : struct, IBinaryOperator
        where T : struct, ILanes<T>
    {
        nint i = 0;
        if (add)
            for (; i <= length - T.Count; i += T.Count) (T.Load(target + i) + f.Apply(T.Load(x + i), T.Load(y + i))).Store(target + i);
        else
            for (; i <= length - T.Count; i += T.Count) f.Apply(T.Load(x + i), T.Load(y + i)).Store(target + i);
        var rest = length - (int)i;
        if (rest == 0) return;
        var last = f.Apply(T.LoadPart(x + i, rest), T.LoadPart(y + i, rest));
        (add ? T.LoadPart(target + i, rest) + last : last).StorePart(target + i, rest);
    }

    private static void Ternary<TOperator, T>(int length, float* x, float* y, float* z, float* target, TOperator f)
        where TOperator : struct, ITernaryOperator
        where T : struct, ILanes<T>
    {
        nint i = 0;
        for (; i <= length - T.Count; i += T.Count) (T.Load(target + i) + f.Apply(T.Load(x + i), T.Load(y + i), T.Load(z + i))).Store(target + i);
        var rest = length - (int)i;
        if (rest == 0) return;
        var last = f.Apply(T.LoadPart(x + i, rest), T.LoadPart(y + i, rest), T.LoadPart(z + i, rest));
        (T.LoadPart(target + i, rest) + last).StorePart(target + i, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(int actual, int expected)
    {
        if (actual != expected) ThrowDiffer(actual, expected);
    }

    private static void ThrowDiffer(int actual, int expected) => throw new ArgumentException($"Lengths {actual} and {expected} differ.");
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

/// <summary>A function of one vector; a struct, so that the loop around it is compiled for it.</summary>
internal interface IUnaryOperator
{
    Vector256<float> Apply(Vector256<float> x);
}

/// <summary>A function of two vectors.</summary>
internal interface IBinaryOperator
{
    Vector256<float> Apply(Vector256<float> x, Vector256<float> y);
}

/// <summary>A function of three vectors.</summary>
internal interface ITernaryOperator
{
    Vector256<float> Apply(Vector256<float> x, Vector256<float> y, Vector256<float> z);
}

/// <summary>The loops of all element-wise kernels. The last, partial vector is padded with zeros and takes the same route as the others.</summary>
internal static class Elementwise
{
    private const int Width = 8;

    /// <summary>target = f(x). The spans may be the same one.</summary>
    internal static void Unary<TOperator>(ReadOnlySpan<float> x, Span<float> target, TOperator f)
        where TOperator : struct, IUnaryOperator
    {
        Check(x.Length, target.Length);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pt = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i <= x.Length - Width; i += Width) f.Apply(Load(ref px, i)).StoreUnsafe(ref pt, (nuint)i);
        if (i < x.Length) StorePart(f.Apply(LoadPart(x[i..])), target[i..]);
    }

    /// <summary>target = f(x, y). The target may be x or y.</summary>
    internal static void Binary<TOperator>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target, TOperator f)
        where TOperator : struct, IBinaryOperator
    {
        Check(x.Length, target.Length);
        Check(y.Length, target.Length);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pt = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i <= x.Length - Width; i += Width) f.Apply(Load(ref px, i), Load(ref py, i)).StoreUnsafe(ref pt, (nuint)i);
        if (i < x.Length) StorePart(f.Apply(LoadPart(x[i..]), LoadPart(y[i..])), target[i..]);
    }

    /// <summary>target += f(x).</summary>
    internal static void AddUnary<TOperator>(ReadOnlySpan<float> x, Span<float> target, TOperator f)
        where TOperator : struct, IUnaryOperator
    {
        Check(x.Length, target.Length);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pt = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i <= x.Length - Width; i += Width) (Load(ref pt, i) + f.Apply(Load(ref px, i))).StoreUnsafe(ref pt, (nuint)i);
        if (i < x.Length) StorePart(LoadPart(target[i..]) + f.Apply(LoadPart(x[i..])), target[i..]);
    }

    /// <summary>target += f(x, y).</summary>
    internal static void AddBinary<TOperator>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target, TOperator f)
        where TOperator : struct, IBinaryOperator
    {
        Check(x.Length, target.Length);
        Check(y.Length, target.Length);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pt = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i <= x.Length - Width; i += Width)
            (Load(ref pt, i) + f.Apply(Load(ref px, i), Load(ref py, i))).StoreUnsafe(ref pt, (nuint)i);
        if (i < x.Length) StorePart(LoadPart(target[i..]) + f.Apply(LoadPart(x[i..]), LoadPart(y[i..])), target[i..]);
    }

    /// <summary>target += f(x, y, z).</summary>
    internal static void AddTernary<TOperator>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> target, TOperator f)
        where TOperator : struct, ITernaryOperator
    {
        Check(x.Length, target.Length);
        Check(y.Length, target.Length);
        Check(z.Length, target.Length);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pz = ref MemoryMarshal.GetReference(z);
        ref var pt = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i <= x.Length - Width; i += Width)
            (Load(ref pt, i) + f.Apply(Load(ref px, i), Load(ref py, i), Load(ref pz, i))).StoreUnsafe(ref pt, (nuint)i);
        if (i < x.Length) StorePart(LoadPart(target[i..]) + f.Apply(LoadPart(x[i..]), LoadPart(y[i..]), LoadPart(z[i..])), target[i..]);
    }

    /// <summary>Up to eight floats, zeros after the last.</summary>
    internal static Vector256<float> LoadPart(ReadOnlySpan<float> x)
    {
        Span<float> buffer = stackalloc float[Width];
        buffer.Clear();
        x[..Math.Min(x.Length, Width)].CopyTo(buffer);
        return Vector256.Create<float>(buffer);
    }

    /// <summary>As many lanes as <paramref name="target"/> has room for.</summary>
    internal static void StorePart(Vector256<float> value, Span<float> target)
    {
        Span<float> buffer = stackalloc float[Width];
        value.CopyTo(buffer);
        buffer[..Math.Min(target.Length, Width)].CopyTo(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref float start, int index) => Vector256.LoadUnsafe(ref start, (nuint)index);

    private static void Check(int actual, int expected)
    {
        if (actual != expected) throw new ArgumentException($"Lengths {actual} and {expected} differ.");
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels.Simd;

/// <summary>Sixteen lanes.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Lanes512>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<float> _lanes;

    [MethodImpl(Inline)]
    private Lanes512(Vector512<float> lanes) => _lanes = lanes;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 16;
    }

    public static Lanes512 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector512<float>.Zero);
    }

    [MethodImpl(Inline)]
    public static Lanes512 operator +(Lanes512 x, Lanes512 y) => new(x._lanes + y._lanes);

    [MethodImpl(Inline)]
    public static Lanes512 operator -(Lanes512 x, Lanes512 y) => new(x._lanes - y._lanes);

    [MethodImpl(Inline)]
    public static Lanes512 operator -(Lanes512 x) => new(-x._lanes);

    [MethodImpl(Inline)]
    public static Lanes512 operator *(Lanes512 x, Lanes512 y) => new(x._lanes * y._lanes);

    [MethodImpl(Inline)]
    public static Lanes512 operator /(Lanes512 x, Lanes512 y) => new(x._lanes / y._lanes);

    [MethodImpl(Inline)]
    public static Lanes512 operator &(Lanes512 x, Lanes512 y) => new(x._lanes & y._lanes);

    [MethodImpl(Inline)]
    public static Lanes512 operator |(Lanes512 x, Lanes512 y) => new(x._lanes | y._lanes);

    [MethodImpl(Inline)]
    public static Lanes512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(Inline)]
    public static Lanes512 LoadPart(float* source, int count) =>
        Avx512F.IsSupported ? new(Avx512F.MaskLoad(source, Mask(count), Vector512<float>.Zero)) : LoadSlowly(source, count);

    [MethodImpl(Inline)]
    public static Lanes512 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static Lanes512 MultiplyAdd(Lanes512 x, Lanes512 y, Lanes512 z) => new(Vector512.MultiplyAddEstimate(x._lanes, y._lanes, z._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 Min(Lanes512 x, Lanes512 y) => new(Vector512.MinNative(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 Max(Lanes512 x, Lanes512 y) => new(Vector512.MaxNative(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 Abs(Lanes512 x) => new(Vector512.Abs(x._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 Sqrt(Lanes512 x) => new(Vector512.Sqrt(x._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 Round(Lanes512 x) => new(Vector512.Round(x._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 LessThan(Lanes512 x, Lanes512 y) => new(Vector512.LessThan(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 LessThanOrEqual(Lanes512 x, Lanes512 y) => new(Vector512.LessThanOrEqual(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 Equal(Lanes512 x, Lanes512 y) => new(Vector512.Equals(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static uint Bits(Lanes512 comparison) => (uint)comparison._lanes.ExtractMostSignificantBits();

    [MethodImpl(Inline)]
    public static Lanes512 Select(Lanes512 mask, Lanes512 x, Lanes512 y) => new(Vector512.ConditionalSelect(mask._lanes, x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 First(int count) => new(Mask(count));

    [MethodImpl(Inline)]
    public static Lanes512 Without(Lanes512 x, Lanes512 mask) => new(Vector512.AndNot(x._lanes, mask._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 Scale(Lanes512 x, Lanes512 n) =>
        Avx512F.IsSupported ? new(Avx512F.Scale(x._lanes, n._lanes)) : new(x._lanes * PowerOfTwo(n._lanes));

    [MethodImpl(Inline)]
    public static Lanes512 ScaleFar(Lanes512 x, Lanes512 n)
    {
        if (Avx512F.IsSupported) return new(Avx512F.Scale(x._lanes, n._lanes));
        var half = Vector512.Round(n._lanes * Vector512.Create(0.5f));
        return new(x._lanes * PowerOfTwo(half) * PowerOfTwo(n._lanes - half));
    }

    [MethodImpl(Inline)]
    public static Lanes512 Split(Lanes512 x, out Lanes512 exponent)
    {
        // Counted from √½, so that the mantissa is nearest to 1.
        var bits = x._lanes.AsInt32() - Vector512.Create(0x3F3504F3);
        var e = Vector512.ShiftRightArithmetic(bits, 23);
        exponent = new(Vector512.ConvertToSingle(e));
        return new((x._lanes.AsInt32() - Vector512.ShiftLeft(e, 23)).AsSingle());
    }

    [MethodImpl(Inline)]
    public static Lanes512 Noise(ulong key, int first)
    {
        var x = (Vector512<uint>.Indices + Vector512.Create((uint)first)) ^ Vector512.Create((uint)key);
        x = (x ^ Vector512.ShiftRightLogical(x, 16)) * Vector512.Create(0x7FEB352Du) ^ Vector512.Create((uint)(key >> 32));
        x = (x ^ Vector512.ShiftRightLogical(x, 15)) * Vector512.Create(0x846CA68Bu);
        x ^= Vector512.ShiftRightLogical(x, 16);
        return new(Vector512.ConvertToSingle(Vector512.ShiftRightLogical(x, 8).AsInt32()));
    }

    [MethodImpl(Inline)]
    public static float Sum(Lanes512 x) => Vector512.Sum(x._lanes);

    [MethodImpl(Inline)]
    public static float Largest(Lanes512 x)
    {
        var half = Vector256.MaxNative(x._lanes.GetLower(), x._lanes.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        var pairs = Vector128.MaxNative(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(Inline)]
    public void Store(float* target) => _lanes.Store(target);

    [MethodImpl(Inline)]
    public void StorePart(float* target, int count)
    {
        if (Avx512F.IsSupported) Avx512F.MaskStore(target, Mask(count), _lanes);
        else StoreSlowly(target, count);
    }

    [MethodImpl(Inline)]
    private static Vector512<float> Mask(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    private static Lanes512 LoadSlowly(float* source, int count)
    {
        var part = stackalloc float[16];
        for (var i = 0; i < 16; i++) part[i] = i < count ? source[i] : 0;
        return Load(part);
    }

    private void StoreSlowly(float* target, int count)
    {
        var part = stackalloc float[16];
        _lanes.Store(part);
        for (var i = 0; i < count; i++) target[i] = part[i];
    }

    [MethodImpl(Inline)]
    private static Vector512<float> PowerOfTwo(Vector512<float> n) =>
        Vector512.ShiftLeft(Vector512.ConvertToInt32Native(n) + Vector512.Create(127), 23).AsSingle();
}

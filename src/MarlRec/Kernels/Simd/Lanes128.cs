using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Kernels.Simd;

/// <summary>Four lanes.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Lanes128>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector128<float> _lanes;

    [MethodImpl(Inline)]
    private Lanes128(Vector128<float> lanes) => _lanes = lanes;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 4;
    }

    public static Lanes128 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector128<float>.Zero);
    }

    [MethodImpl(Inline)]
    public static Lanes128 operator +(Lanes128 x, Lanes128 y) => new(x._lanes + y._lanes);

    [MethodImpl(Inline)]
    public static Lanes128 operator -(Lanes128 x, Lanes128 y) => new(x._lanes - y._lanes);

    [MethodImpl(Inline)]
    public static Lanes128 operator -(Lanes128 x) => new(-x._lanes);

    [MethodImpl(Inline)]
    public static Lanes128 operator *(Lanes128 x, Lanes128 y) => new(x._lanes * y._lanes);

    [MethodImpl(Inline)]
    public static Lanes128 operator /(Lanes128 x, Lanes128 y) => new(x._lanes / y._lanes);

    [MethodImpl(Inline)]
    public static Lanes128 operator &(Lanes128 x, Lanes128 y) => new(x._lanes & y._lanes);

    [MethodImpl(Inline)]
    public static Lanes128 operator |(Lanes128 x, Lanes128 y) => new(x._lanes | y._lanes);

    [MethodImpl(Inline)]
    public static Lanes128 Load(float* source) => new(Vector128.Load(source));

    public static Lanes128 LoadPart(float* source, int count)
    {
        var part = stackalloc float[4];
        for (var i = 0; i < 4; i++) part[i] = i < count ? source[i] : 0;
        return Load(part);
    }

    [MethodImpl(Inline)]
    public static Lanes128 Create(float value) => new(Vector128.Create(value));

    [MethodImpl(Inline)]
    public static Lanes128 MultiplyAdd(Lanes128 x, Lanes128 y, Lanes128 z) => new(Vector128.MultiplyAddEstimate(x._lanes, y._lanes, z._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 Min(Lanes128 x, Lanes128 y) => new(Vector128.MinNative(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 Max(Lanes128 x, Lanes128 y) => new(Vector128.MaxNative(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 Abs(Lanes128 x) => new(Vector128.Abs(x._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 Sqrt(Lanes128 x) => new(Vector128.Sqrt(x._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 Round(Lanes128 x) => new(Vector128.Round(x._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 LessThan(Lanes128 x, Lanes128 y) => new(Vector128.LessThan(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 LessThanOrEqual(Lanes128 x, Lanes128 y) => new(Vector128.LessThanOrEqual(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 Equal(Lanes128 x, Lanes128 y) => new(Vector128.Equals(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static uint Bits(Lanes128 comparison) => comparison._lanes.ExtractMostSignificantBits();

    [MethodImpl(Inline)]
    public static Lanes128 Select(Lanes128 mask, Lanes128 x, Lanes128 y) => new(Vector128.ConditionalSelect(mask._lanes, x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 First(int count) => new(Mask(count));

    [MethodImpl(Inline)]
    public static Lanes128 Without(Lanes128 x, Lanes128 mask) => new(Vector128.AndNot(x._lanes, mask._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 Scale(Lanes128 x, Lanes128 n) => new(x._lanes * PowerOfTwo(n._lanes));

    [MethodImpl(Inline)]
    public static Lanes128 ScaleFar(Lanes128 x, Lanes128 n)
    {
        // In two factors, as 2¹²⁸ is not a float.
        var half = Vector128.Round(n._lanes * Vector128.Create(0.5f));
        return new(x._lanes * PowerOfTwo(half) * PowerOfTwo(n._lanes - half));
    }

    [MethodImpl(Inline)]
    public static Lanes128 Split(Lanes128 x, out Lanes128 exponent)
    {
        // Counted from √½, so that the mantissa is nearest to 1.
        var bits = x._lanes.AsInt32() - Vector128.Create(0x3F3504F3);
        var e = Vector128.ShiftRightArithmetic(bits, 23);
        exponent = new(Vector128.ConvertToSingle(e));
        return new((x._lanes.AsInt32() - Vector128.ShiftLeft(e, 23)).AsSingle());
    }

    [MethodImpl(Inline)]
    public static Lanes128 Noise(ulong key, int first)
    {
        var x = (Vector128<uint>.Indices + Vector128.Create((uint)first)) ^ Vector128.Create((uint)key);
        x = (x ^ Vector128.ShiftRightLogical(x, 16)) * Vector128.Create(0x7FEB352Du) ^ Vector128.Create((uint)(key >> 32));
        x = (x ^ Vector128.ShiftRightLogical(x, 15)) * Vector128.Create(0x846CA68Bu);
        x ^= Vector128.ShiftRightLogical(x, 16);
        return new(Vector128.ConvertToSingle(Vector128.ShiftRightLogical(x, 8).AsInt32()));
    }

    [MethodImpl(Inline)]
    public static float Sum(Lanes128 x) => Vector128.Sum(x._lanes);

    [MethodImpl(Inline)]
    public static float Largest(Lanes128 x)
    {
        var four = x._lanes;
        var pairs = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(Inline)]
    public void Store(float* target) => _lanes.Store(target);

    public void StorePart(float* target, int count)
    {
        var part = stackalloc float[4];
        _lanes.Store(part);
        for (var i = 0; i < count; i++) target[i] = part[i];
    }

    [MethodImpl(Inline)]
    private static Vector128<float> Mask(int count) => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();

    [MethodImpl(Inline)]
    private static Vector128<float> PowerOfTwo(Vector128<float> n) =>
        Vector128.ShiftLeft(Vector128.ConvertToInt32Native(n) + Vector128.Create(127), 23).AsSingle();
}

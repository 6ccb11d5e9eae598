using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels.Simd;

/// <summary>Eight lanes.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Lanes256>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<float> _lanes;

    [MethodImpl(Inline)]
    private Lanes256(Vector256<float> lanes) => _lanes = lanes;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 8;
    }

    public static Lanes256 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector256<float>.Zero);
    }

    [MethodImpl(Inline)]
    public static Lanes256 operator +(Lanes256 x, Lanes256 y) => new(x._lanes + y._lanes);

    [MethodImpl(Inline)]
    public static Lanes256 operator -(Lanes256 x, Lanes256 y) => new(x._lanes - y._lanes);

    [MethodImpl(Inline)]
    public static Lanes256 operator -(Lanes256 x) => new(-x._lanes);

    [MethodImpl(Inline)]
    public static Lanes256 operator *(Lanes256 x, Lanes256 y) => new(x._lanes * y._lanes);

    [MethodImpl(Inline)]
    public static Lanes256 operator /(Lanes256 x, Lanes256 y) => new(x._lanes / y._lanes);

    [MethodImpl(Inline)]
    public static Lanes256 operator &(Lanes256 x, Lanes256 y) => new(x._lanes & y._lanes);

    [MethodImpl(Inline)]
    public static Lanes256 operator |(Lanes256 x, Lanes256 y) => new(x._lanes | y._lanes);

    [MethodImpl(Inline)]
    public static Lanes256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(Inline)]
    public static Lanes256 LoadPart(float* source, int count) =>
        Avx.IsSupported ? new(Avx.MaskLoad(source, Mask(count))) : LoadSlowly(source, count);

    [MethodImpl(Inline)]
    public static Lanes256 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static Lanes256 MultiplyAdd(Lanes256 x, Lanes256 y, Lanes256 z) => new(Vector256.MultiplyAddEstimate(x._lanes, y._lanes, z._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 Min(Lanes256 x, Lanes256 y) => new(Vector256.MinNative(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 Max(Lanes256 x, Lanes256 y) => new(Vector256.MaxNative(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 Abs(Lanes256 x) => new(Vector256.Abs(x._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 Sqrt(Lanes256 x) => new(Vector256.Sqrt(x._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 Round(Lanes256 x) => new(Vector256.Round(x._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 LessThan(Lanes256 x, Lanes256 y) => new(Vector256.LessThan(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 LessThanOrEqual(Lanes256 x, Lanes256 y) => new(Vector256.LessThanOrEqual(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 Equal(Lanes256 x, Lanes256 y) => new(Vector256.Equals(x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static uint Bits(Lanes256 comparison) => comparison._lanes.ExtractMostSignificantBits();

    [MethodImpl(Inline)]
    public static Lanes256 Select(Lanes256 mask, Lanes256 x, Lanes256 y) => new(Vector256.ConditionalSelect(mask._lanes, x._lanes, y._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 First(int count) => new(Mask(count));

    [MethodImpl(Inline)]
    public static Lanes256 Without(Lanes256 x, Lanes256 mask) => new(Vector256.AndNot(x._lanes, mask._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 Scale(Lanes256 x, Lanes256 n) => new(x._lanes * PowerOfTwo(n._lanes));

    [MethodImpl(Inline)]
    public static Lanes256 ScaleFar(Lanes256 x, Lanes256 n)
    {
        // In two factors, as 2¹²⁸ is not a float.
        var half = Vector256.Round(n._lanes * Vector256.Create(0.5f));
        return new(x._lanes * PowerOfTwo(half) * PowerOfTwo(n._lanes - half));
    }

    [MethodImpl(Inline)]
    public static Lanes256 Split(Lanes256 x, out Lanes256 exponent)
    {
        // Counted from √½, so that the mantissa is nearest to 1.
        var bits = x._lanes.AsInt32() - Vector256.Create(0x3F3504F3);
        var e = Vector256.ShiftRightArithmetic(bits, 23);
        exponent = new(Vector256.ConvertToSingle(e));
        return new((x._lanes.AsInt32() - Vector256.ShiftLeft(e, 23)).AsSingle());
    }

    [MethodImpl(Inline)]
    public static Lanes256 Noise(ulong key, int first)
    {
        var x = (Vector256<uint>.Indices + Vector256.Create((uint)first)) ^ Vector256.Create((uint)key);
        x = (x ^ Vector256.ShiftRightLogical(x, 16)) * Vector256.Create(0x7FEB352Du) ^ Vector256.Create((uint)(key >> 32));
        x = (x ^ Vector256.ShiftRightLogical(x, 15)) * Vector256.Create(0x846CA68Bu);
        x ^= Vector256.ShiftRightLogical(x, 16);
        return new(Vector256.ConvertToSingle(Vector256.ShiftRightLogical(x, 8).AsInt32()));
    }

    [MethodImpl(Inline)]
    public static float Sum(Lanes256 x) => Vector256.Sum(x._lanes);

    [MethodImpl(Inline)]
    public static float Largest(Lanes256 x)
    {
        var quarter = Vector128.MaxNative(x._lanes.GetLower(), x._lanes.GetUpper());
        var pairs = Vector128.MaxNative(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(Inline)]
    public void Store(float* target) => _lanes.Store(target);

    [MethodImpl(Inline)]
    public void StorePart(float* target, int count)
    {
        if (Avx.IsSupported) Avx.MaskStore(target, Mask(count), _lanes);
        else StoreSlowly(target, count);
    }

    [MethodImpl(Inline)]
    private static Vector256<float> Mask(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    private static Lanes256 LoadSlowly(float* source, int count)
    {
        var part = stackalloc float[8];
        for (var i = 0; i < 8; i++) part[i] = i < count ? source[i] : 0;
        return Load(part);
    }

    private void StoreSlowly(float* target, int count)
    {
        var part = stackalloc float[8];
        _lanes.Store(part);
        for (var i = 0; i < count; i++) target[i] = part[i];
    }

    [MethodImpl(Inline)]
    private static Vector256<float> PowerOfTwo(Vector256<float> n) =>
        Vector256.ShiftLeft(Vector256.ConvertToInt32Native(n) + Vector256.Create(127), 23).AsSingle();
}

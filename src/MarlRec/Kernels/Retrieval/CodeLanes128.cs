using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels.Retrieval;

/// <summary>Four rows.</summary>
internal readonly unsafe struct CodeLanes128 : ICodeLanes<CodeLanes128>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector128<int> _sums;

    [MethodImpl(Inline)]
    private CodeLanes128(Vector128<int> sums) => _sums = sums;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 4;
    }

    public static CodeLanes128 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector128<int>.Zero);
    }

    [MethodImpl(Inline)]
    public static CodeLanes128 AddProducts(CodeLanes128 halves, byte* codes, int lower, int upper) =>
        AddProducts(halves, codes, Vector128.Create(lower), Vector128.Create(upper));

    /// <summary>Adds products of one row's 16 bytes with as many of the query.</summary>
    [MethodImpl(Inline)]
    internal static CodeLanes128 AddProducts(CodeLanes128 halves, byte* codes, int* lower, int* upper) =>
        AddProducts(halves, codes, Vector128.Load(lower), Vector128.Load(upper));

    [MethodImpl(Inline)]
    internal static int Sum(CodeLanes128 x) => Vector128.Sum(x._sums);

    [MethodImpl(Inline)]
    private static CodeLanes128 AddProducts(CodeLanes128 halves, byte* codes, Vector128<int> lower, Vector128<int> upper)
    {
        var both = Vector128.Load(codes);
        var x = both & Vector128.Create((byte)15);
        var y = Vector128.ShiftRightLogical(both.AsUInt16(), 4).AsByte() & Vector128.Create((byte)15);
        return new((halves._sums.AsInt16() + Pairs(x, lower.AsSByte()) + Pairs(y, upper.AsSByte())).AsInt32());
    }

    [MethodImpl(Inline)]
    public static CodeLanes128 AddHalves(CodeLanes128 sums, CodeLanes128 halves)
    {
        if (Sse2.IsSupported) return new(sums._sums + Sse2.MultiplyAddAdjacent(halves._sums.AsInt16(), Vector128.Create((short)1)));
        return new(sums._sums + Vector128.ShiftRightArithmetic(halves._sums, 16) + Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(halves._sums, 16), 16));
    }

    [MethodImpl(Inline)]
    public static uint Above(CodeLanes128 sums, int start, float* scales, float scale, float margin, float bar)
    {
        var products = Vector128.ConvertToSingle(Vector128.ShiftLeft(sums._sums, 4) - Vector128.Create(start));
        var bounds = Vector128.Load(scales) * Vector128.Create(scale) * products + Vector128.Create(margin);
        return Vector128.GreaterThan(bounds, Vector128.Create(bar)).ExtractMostSignificantBits();
    }

    [MethodImpl(Inline)]
    public void Store(int* target) => _sums.Store(target);

    [MethodImpl(Inline)]
    private static Vector128<short> Pairs(Vector128<byte> x, Vector128<sbyte> q)
    {
        if (Ssse3.IsSupported) return Ssse3.MultiplyAddAdjacent(x, q);

        // The bytes at even and at odd places as 16-bit numbers.
        var even = (x.AsInt16() & Vector128.Create((short)0xFF)) * Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(q.AsInt16(), 8), 8);
        return even + Vector128.ShiftRightLogical(x.AsInt16(), 8) * Vector128.ShiftRightArithmetic(q.AsInt16(), 8);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels.Retrieval;

/// <summary>Eight rows.</summary>
internal readonly unsafe struct CodeLanes256 : ICodeLanes<CodeLanes256>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<int> _sums;

    [MethodImpl(Inline)]
    private CodeLanes256(Vector256<int> sums) => _sums = sums;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 8;
    }

    public static CodeLanes256 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector256<int>.Zero);
    }

    [MethodImpl(Inline)]
    public static CodeLanes256 AddProducts(CodeLanes256 halves, byte* codes, int lower, int upper)
    {
        var both = Vector256.Load(codes);
        var x = both & Vector256.Create((byte)15);
        var y = Vector256.ShiftRightLogical(both.AsUInt16(), 4).AsByte() & Vector256.Create((byte)15);
        return new((halves._sums.AsInt16() + Pairs(x, Vector256.Create(lower).AsSByte()) + Pairs(y, Vector256.Create(upper).AsSByte())).AsInt32());
    }

    [MethodImpl(Inline)]
    public static CodeLanes256 AddHalves(CodeLanes256 sums, CodeLanes256 halves)
    {
        if (Avx2.IsSupported) return new(sums._sums + Avx2.MultiplyAddAdjacent(halves._sums.AsInt16(), Vector256.Create((short)1)));
        return new(sums._sums + Vector256.ShiftRightArithmetic(halves._sums, 16) + Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(halves._sums, 16), 16));
    }

    [MethodImpl(Inline)]
    public static uint Above(CodeLanes256 sums, int start, float* scales, float scale, float margin, float bar)
    {
        var products = Vector256.ConvertToSingle(Vector256.ShiftLeft(sums._sums, 4) - Vector256.Create(start));
        var bounds = Vector256.Load(scales) * Vector256.Create(scale) * products + Vector256.Create(margin);
        return Vector256.GreaterThan(bounds, Vector256.Create(bar)).ExtractMostSignificantBits();
    }

    [MethodImpl(Inline)]
    public void Store(int* target) => _sums.Store(target);

    [MethodImpl(Inline)]
    private static Vector256<short> Pairs(Vector256<byte> x, Vector256<sbyte> q)
    {
        if (Avx2.IsSupported) return Avx2.MultiplyAddAdjacent(x, q);

        // The bytes at even and at odd places as 16-bit numbers.
        var even = (x.AsInt16() & Vector256.Create((short)0xFF)) * Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(q.AsInt16(), 8), 8);
        return even + Vector256.ShiftRightLogical(x.AsInt16(), 8) * Vector256.ShiftRightArithmetic(q.AsInt16(), 8);
    }
}

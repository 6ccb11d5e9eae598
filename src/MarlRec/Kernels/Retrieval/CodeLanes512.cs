using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels.Retrieval;

/// <summary>Sixteen rows.</summary>
internal readonly unsafe struct CodeLanes512 : ICodeLanes<CodeLanes512>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<int> _sums;

    [MethodImpl(Inline)]
    private CodeLanes512(Vector512<int> sums) => _sums = sums;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 16;
    }

    public static CodeLanes512 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector512<int>.Zero);
    }

    [MethodImpl(Inline)]
    public static CodeLanes512 AddProducts(CodeLanes512 halves, byte* codes, int lower, int upper)
    {
        var both = Vector512.Load(codes);
        var x = both & Vector512.Create((byte)15);
        var y = Vector512.ShiftRightLogical(both.AsUInt16(), 4).AsByte() & Vector512.Create((byte)15);
        return new((halves._sums.AsInt16() + Pairs(x, Vector512.Create(lower).AsSByte()) + Pairs(y, Vector512.Create(upper).AsSByte())).AsInt32());
    }

    [MethodImpl(Inline)]
    public static CodeLanes512 AddHalves(CodeLanes512 sums, CodeLanes512 halves)
    {
        if (Avx512BW.IsSupported) return new(sums._sums + Avx512BW.MultiplyAddAdjacent(halves._sums.AsInt16(), Vector512.Create((short)1)));
        return new(sums._sums + Vector512.ShiftRightArithmetic(halves._sums, 16) + Vector512.ShiftRightArithmetic(Vector512.ShiftLeft(halves._sums, 16), 16));
    }

    [MethodImpl(Inline)]
    public static uint Above(CodeLanes512 sums, int start, float* scales, float scale, float margin, float bar)
    {
        var products = Vector512.ConvertToSingle(Vector512.ShiftLeft(sums._sums, 4) - Vector512.Create(start));
        var bounds = Vector512.Load(scales) * Vector512.Create(scale) * products + Vector512.Create(margin);
        return (uint)Vector512.GreaterThan(bounds, Vector512.Create(bar)).ExtractMostSignificantBits();
    }

    [MethodImpl(Inline)]
    public void Store(int* target) => _sums.Store(target);

    [MethodImpl(Inline)]
    private static Vector512<short> Pairs(Vector512<byte> x, Vector512<sbyte> q)
    {
        if (Avx512BW.IsSupported) return Avx512BW.MultiplyAddAdjacent(x, q);

        // The bytes at even and at odd places as 16-bit numbers.
        var even = (x.AsInt16() & Vector512.Create((short)0xFF)) * Vector512.ShiftRightArithmetic(Vector512.ShiftLeft(q.AsInt16(), 8), 8);
        return even + Vector512.ShiftRightLogical(x.AsInt16(), 8) * Vector512.ShiftRightArithmetic(q.AsInt16(), 8);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels.Retrieval;

/// <summary>Eight items.</summary>
internal readonly unsafe struct ByteLanes256 : IByteLanes<ByteLanes256>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<int> _sums;

    [MethodImpl(Inline)]
    private ByteLanes256(Vector256<int> sums) => _sums = sums;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 8;
    }

    [MethodImpl(Inline)]
    public static ByteLanes256 Create(int value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static ByteLanes256 AddProducts(ByteLanes256 sum, byte* codes, int query)
    {
        var x = Vector256.Load(codes);
        var q = Vector256.Create(query);
        if (AvxVnni.IsSupported) return new(AvxVnni.MultiplyWideningAndAdd(sum._sums, x, q.AsSByte()));
        if (Avx2.IsSupported)
        {
            var pairs = Avx2.MultiplyAddAdjacent(x, q.AsSByte());
            return new(sum._sums + Avx2.MultiplyAddAdjacent(pairs, Vector256.Create((short)1)));
        }

        // The bytes at even and at odd places as 16-bit numbers.
        var even = (x.AsInt16() & Vector256.Create((short)0xFF)) * Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(q.AsInt16(), 8), 8);
        var odd = Vector256.ShiftRightLogical(x.AsInt16(), 8) * Vector256.ShiftRightArithmetic(q.AsInt16(), 8);
        var both = (even + odd).AsInt32();
        return new(sum._sums + Vector256.ShiftRightArithmetic(both, 16) + Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(both, 16), 16));
    }

    [MethodImpl(Inline)]
    public static uint Above(ByteLanes256 sum, float* scales, float scale, float margin, float bar)
    {
        var value = Vector256.Load(scales) * Vector256.Create(scale) * Vector256.ConvertToSingle(sum._sums) + Vector256.Create(margin);
        return Vector256.GreaterThan(value, Vector256.Create(bar)).ExtractMostSignificantBits();
    }
}

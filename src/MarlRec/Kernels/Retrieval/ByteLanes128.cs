using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels.Retrieval;

/// <summary>Four items.</summary>
internal readonly unsafe struct ByteLanes128 : IByteLanes<ByteLanes128>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector128<int> _sums;

    [MethodImpl(Inline)]
    private ByteLanes128(Vector128<int> sums) => _sums = sums;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 4;
    }

    [MethodImpl(Inline)]
    public static ByteLanes128 Create(int value) => new(Vector128.Create(value));

    [MethodImpl(Inline)]
    public static ByteLanes128 AddProducts(ByteLanes128 sum, byte* codes, int query)
    {
        var x = Vector128.Load(codes);
        var q = Vector128.Create(query);
        if (AvxVnni.IsSupported) return new(AvxVnni.MultiplyWideningAndAdd(sum._sums, x, q.AsSByte()));
        if (Ssse3.IsSupported)
        {
            var pairs = Ssse3.MultiplyAddAdjacent(x, q.AsSByte());
            return new(sum._sums + Sse2.MultiplyAddAdjacent(pairs, Vector128.Create((short)1)));
        }

        // The bytes at even and at odd places as 16-bit numbers.
        var even = (x.AsInt16() & Vector128.Create((short)0xFF)) * Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(q.AsInt16(), 8), 8);
        var odd = Vector128.ShiftRightLogical(x.AsInt16(), 8) * Vector128.ShiftRightArithmetic(q.AsInt16(), 8);
        var both = (even + odd).AsInt32();
        return new(sum._sums + Vector128.ShiftRightArithmetic(both, 16) + Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(both, 16), 16));
    }

    [MethodImpl(Inline)]
    public static uint Above(ByteLanes128 sum, float* scales, float scale, float margin, float bar)
    {
        var value = Vector128.Load(scales) * Vector128.Create(scale) * Vector128.ConvertToSingle(sum._sums) + Vector128.Create(margin);
        return Vector128.GreaterThan(value, Vector128.Create(bar)).ExtractMostSignificantBits();
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels.Retrieval;

/// <summary>Sixteen items.</summary>
internal readonly unsafe struct ByteLanes512 : IByteLanes<ByteLanes512>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<int> _sums;

    [MethodImpl(Inline)]
    private ByteLanes512(Vector512<int> sums) => _sums = sums;

    public static int Count
    {
        [MethodImpl(Inline)]
        get => 16;
    }

    [MethodImpl(Inline)]
    public static ByteLanes512 Create(int value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static ByteLanes512 AddProducts(ByteLanes512 sum, byte* codes, int query)
    {
        var x = Vector512.Load(codes);
        var q = Vector512.Create(query);
        if (Avx512BW.IsSupported)
        {
            var pairs = Avx512BW.MultiplyAddAdjacent(x, q.AsSByte());
            return new(sum._sums + Avx512BW.MultiplyAddAdjacent(pairs, Vector512.Create((short)1)));
        }

        // The bytes at even and at odd places as 16-bit numbers.
        var even = (x.AsInt16() & Vector512.Create((short)0xFF)) * Vector512.ShiftRightArithmetic(Vector512.ShiftLeft(q.AsInt16(), 8), 8);
        var odd = Vector512.ShiftRightLogical(x.AsInt16(), 8) * Vector512.ShiftRightArithmetic(q.AsInt16(), 8);
        var both = (even + odd).AsInt32();
        return new(sum._sums + Vector512.ShiftRightArithmetic(both, 16) + Vector512.ShiftRightArithmetic(Vector512.ShiftLeft(both, 16), 16));
    }

    [MethodImpl(Inline)]
    public static uint Above(ByteLanes512 sum, float* scales, float scale, float margin, float bar)
    {
        var value = Vector512.Load(scales) * Vector512.Create(scale) * Vector512.ConvertToSingle(sum._sums) + Vector512.Create(margin);
        return (uint)Vector512.GreaterThan(value, Vector512.Create(bar)).ExtractMostSignificantBits();
    }
}

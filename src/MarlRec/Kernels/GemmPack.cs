using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>Lays a matrix out as <see cref="Gemm"/> reads it: blocks of <see cref="Gemm.DepthBlock"/> rows, in each block panels of <see cref="Gemm.PanelWidth"/> columns, padded with zeros.</summary>
internal static unsafe class GemmPack
{
    /// <summary>
    /// Packs columns from..to of the depth block that starts at row <paramref name="first"/> of B[k,n]; from is a whole panel, to is one or n.
    /// </summary>
    internal static void Block(int k, int n, int first, float* b, nint rowStride, nint columnStride, float* packed, int from, int to)
    {
        var rows = Math.Min(Gemm.DepthBlock, k - first);
        var source = b + first * rowStride;
        var target = packed + (nint)first * Gemm.PaddedColumns(n) + (nint)from * rows;
        for (var column = from; column < to; column += Gemm.PanelWidth, target += rows * Gemm.PanelWidth)
        {
            var width = Math.Min(Gemm.PanelWidth, n - column);
            var panel = source + column * columnStride;
            if (columnStride != 1) TransposeColumns(rows, width, panel, rowStride, columnStride, target);
            else if (Vector512.IsHardwareAccelerated) CopyPanel<Lanes512>(rows, width, panel, rowStride, target);
            else if (Vector256.IsHardwareAccelerated) CopyPanel<Lanes256>(rows, width, panel, rowStride, target);
            else CopyPanel<Lanes128>(rows, width, panel, rowStride, target);
        }
    }

    /// <summary>Rows of A that are copied at once.</summary>
    internal const int CopyRows = 48;

    // Rows of a copy are this far apart where A's depth is contiguous: not a power of two, which would put them all into the same few sets of the cache.
    private const int CopyStride = Gemm.DepthBlock + 16;

    /// <summary>Floats of a copy.</summary>
    internal const int CopyLength = CopyRows * CopyStride;

    /// <summary>
    /// Whether a copy of A's rows pays: where they are read several times, and lie so far apart that they fight for the same sets of the cache or leave
    /// nothing to prefetch.
    /// </summary>
    internal static bool IsWorthCopying(int rows, int columns, nint rowStride, nint depthStride) =>
        rows >= 8 && columns >= 2 * Gemm.PanelWidth && (depthStride == 1 ? rowStride % 512 == 0 : rowStride == 1 && depthStride >= 256);

    /// <summary>Copies A[rows, depth]; returns the copy's strides.</summary>
    internal static (nint RowStride, nint DepthStride) Copy(int rows, int depth, float* a, nint rowStride, nint depthStride, float* copy)
    {
        if (depthStride == 1)
        {
            for (var r = 0; r < rows; r++) new ReadOnlySpan<float>(a + r * rowStride, depth).CopyTo(new Span<float>(copy + r * CopyStride, depth));
            return (CopyStride, 1);
        }

        if (Vector512.IsHardwareAccelerated) CopyColumns<Lanes512>(rows, depth, a, depthStride, copy);
        else if (Vector256.IsHardwareAccelerated) CopyColumns<Lanes256>(rows, depth, a, depthStride, copy);
        else CopyColumns<Lanes128>(rows, depth, a, depthStride, copy);
        return (1, CopyRows);
    }

    // The pieces are too far apart for the processor to foresee them: each is asked for a while before it is read.
    private static void CopyColumns<T>(int rows, int depth, float* a, nint depthStride, float* copy)
        where T : struct, ILanes<T>
    {
        const int ahead = 16;
        for (var d = 0; d < depth; d++, a += depthStride, copy += CopyRows)
        {
            if (Sse.IsSupported)
                for (var r = 0; r < rows; r += 16) Sse.Prefetch0(a + ahead * depthStride + r);
            var row = 0;
            for (; row <= rows - T.Count; row += T.Count) T.Load(a + row).Store(copy + row);
            if (row < rows) T.LoadPart(a + row, rows - row).StorePart(copy + row, rows - row);
        }
    }

    private static void CopyPanel<T>(int rows, int width, float* source, nint rowStride, float* target)
        where T : struct, ILanes<T>
    {
        int left = Math.Min(width, T.Count), right = width - left;
        if (width == 2 * T.Count)
        {
            for (var r = 0; r < rows; r++, source += rowStride, target += width)
            {
                T.Load(source).Store(target);
                T.Load(source + T.Count).Store(target + T.Count);
            }
        }
        else
        {
            for (var r = 0; r < rows; r++, source += rowStride, target += 2 * T.Count)
            {
                T.LoadPart(source, left).Store(target);
                T.LoadPart(source + left, right).Store(target + T.Count);
            }
        }
    }

    private static void TransposeColumns(int rows, int width, float* source, nint rowStride, nint columnStride, float* target)
    {
        if (width < Gemm.PanelWidth) new Span<float>(target, rows * Gemm.PanelWidth).Clear();
        int r = 0, whole = width / 8 * 8;
        if (Avx.IsSupported && rowStride == 1 && whole > 0)
        {
            for (; r <= rows - 8; r += 8)
            {
                for (var i = 0; i < whole; i += 8) Transpose8(source + r + i * columnStride, columnStride, target + r * Gemm.PanelWidth + i);
                for (var i = whole; i < width; i++)
                    for (var j = r; j < r + 8; j++) target[j * Gemm.PanelWidth + i] = source[j + i * columnStride];
            }
        }

        for (; r < rows; r++)
        {
            var row = target + r * Gemm.PanelWidth;
            for (var i = 0; i < width; i++) row[i] = source[r * rowStride + i * columnStride];
        }
    }

    // Three rounds of pairwise interleaving: of neighbours, of pairs, of halves.
    private static void Transpose8(float* source, nint stride, float* target)
    {
        Vector256<float> a = Avx.LoadVector256(source), b = Avx.LoadVector256(source + stride);
        Vector256<float> c = Avx.LoadVector256(source + 2 * stride), d = Avx.LoadVector256(source + 3 * stride);
        Vector256<float> e = Avx.LoadVector256(source + 4 * stride), f = Avx.LoadVector256(source + 5 * stride);
        Vector256<float> g = Avx.LoadVector256(source + 6 * stride), h = Avx.LoadVector256(source + 7 * stride);
        Vector256<float> abLow = Avx.UnpackLow(a, b), abHigh = Avx.UnpackHigh(a, b), cdLow = Avx.UnpackLow(c, d), cdHigh = Avx.UnpackHigh(c, d);
        Vector256<float> efLow = Avx.UnpackLow(e, f), efHigh = Avx.UnpackHigh(e, f), ghLow = Avx.UnpackLow(g, h), ghHigh = Avx.UnpackHigh(g, h);
        Halves(Avx.Shuffle(abLow, cdLow, 0x44), Avx.Shuffle(efLow, ghLow, 0x44), target);
        Halves(Avx.Shuffle(abLow, cdLow, 0xEE), Avx.Shuffle(efLow, ghLow, 0xEE), target + Gemm.PanelWidth);
        Halves(Avx.Shuffle(abHigh, cdHigh, 0x44), Avx.Shuffle(efHigh, ghHigh, 0x44), target + 2 * Gemm.PanelWidth);
        Halves(Avx.Shuffle(abHigh, cdHigh, 0xEE), Avx.Shuffle(efHigh, ghHigh, 0xEE), target + 3 * Gemm.PanelWidth);
    }

    private static void Halves(Vector256<float> upper, Vector256<float> lower, float* target)
    {
        Avx.Permute2x128(upper, lower, 0x20).Store(target);
        Avx.Permute2x128(upper, lower, 0x31).Store(target + 4 * Gemm.PanelWidth);
    }
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels;

/// <summary>Lays a matrix out as <see cref="Gemm"/> reads it: blocks of <see cref="Gemm.DepthBlock"/> rows, in each block panels of 16 columns, padded with zeros.</summary>
internal static unsafe class GemmPack
{
    /// <summary>Packs the depth block that starts at row <paramref name="first"/> of B[k,n].</summary>
    internal static void Block(int k, int n, int first, float* b, nint rowStride, nint columnStride, float* packed)
    {
        var rows = Math.Min(Gemm.DepthBlock, k - first);
        var source = b + first * rowStride;
        var target = packed + (nint)first * Gemm.PaddedColumns(n);
        for (var column = 0; column < n; column += Gemm.PanelWidth, target += rows * Gemm.PanelWidth)
        {
            var width = Math.Min(Gemm.PanelWidth, n - column);
            var panel = source + column * columnStride;
            if (columnStride == 1) CopyRows(rows, width, panel, rowStride, target);
            else TransposeColumns(rows, width, panel, rowStride, columnStride, target);
        }
    }

    private static void CopyRows(int rows, int width, float* source, nint rowStride, float* target)
    {
        if (width == Gemm.PanelWidth)
        {
            for (var r = 0; r < rows; r++, source += rowStride, target += Gemm.PanelWidth)
            {
                Vector256.Load(source).Store(target);
                Vector256.Load(source + 8).Store(target + 8);
            }

            return;
        }

        for (var r = 0; r < rows; r++, source += rowStride, target += Gemm.PanelWidth)
        {
            for (var i = 0; i < width; i++) target[i] = source[i];
            for (var i = width; i < Gemm.PanelWidth; i++) target[i] = 0;
        }
    }

    private static void TransposeColumns(int rows, int width, float* source, nint rowStride, nint columnStride, float* target)
    {
        var r = 0;
        if (Avx.IsSupported && rowStride == 1 && width == Gemm.PanelWidth)
        {
            for (; r <= rows - 8; r += 8)
            {
                Transpose8(source + r, columnStride, target + r * Gemm.PanelWidth);
                Transpose8(source + r + 8 * columnStride, columnStride, target + r * Gemm.PanelWidth + 8);
            }
        }

        for (; r < rows; r++)
        {
            var row = target + r * Gemm.PanelWidth;
            for (var i = 0; i < width; i++) row[i] = source[r * rowStride + i * columnStride];
            for (var i = width; i < Gemm.PanelWidth; i++) row[i] = 0;
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

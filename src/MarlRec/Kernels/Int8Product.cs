using System.Numerics;
using System.Runtime.CompilerServices;

namespace MarlRec.Kernels;

/// <summary>
/// C[m,n] = start + A[m,k] · B[k,n] for a B of bytes with a scale for each column: a panel at a time becomes floats in a core's own cache, then the float product
/// runs on it. Memory traffic for B is a quarter of the float product's; the arithmetic is the same.
/// </summary>
[SkipLocalsInit] // stack memory is written before it is read
internal static unsafe class Int8Product
{
    private const int WidestPanel = 32;

    /// <summary>How many bytes the codes of B[k,n] take.</summary>
    internal static int PackedLength(int k, int n) => Gemm.PackedLength(k, n);

    /// <summary>Rounds a matrix W[n,k], row by row, to codes −127 … 127 and one scale a row; lays them out as panels of Wᵀ.</summary>
    internal static void Pack(int k, int n, float* w, sbyte* codes, float* scales)
    {
        var width = Gemm.PanelWidth;
        new Span<sbyte>(codes, PackedLength(k, n)).Clear();
        for (var row = 0; row < n; row++)
        {
            var from = w + (nint)row * k;
            var largest = 0f;
            for (var i = 0; i < k; i++) largest = MathF.Max(largest, MathF.Abs(from[i]));
            scales[row] = largest / 127;
            if (scales[row] == 0) continue; // nothing but zeros, or so small that their scale is zero
            var to = codes + (nint)(row / width) * width * k + row % width;
            for (var i = 0; i < k; i++) to[(nint)i * width] = (sbyte)Math.Clamp(Math.Round((double)from[i] / scales[row]), -127, 127);
        }
    }

    /// <summary>One panel of C: columns from <paramref name="column"/> on, which is a multiple of the panel's width. The start is one row, or null for zeros.</summary>
    internal static void Panel(int m, int n, int k, float* a, nint lda, sbyte* codes, float* scales, float* start, float* c, nint ldc, int column)
    {
        int width = Gemm.PanelWidth, columns = Math.Min(width, n - column);
        var panel = stackalloc float[Gemm.DepthBlock * WidestPanel];
        var factors = stackalloc float[WidestPanel];
        for (var i = 0; i < WidestPanel; i++) factors[i] = i % width < columns ? scales[column + i % width] : 0;
        codes += (nint)column * k;
        start = start == null ? null : start + column;
        c += column;
        nint startStride = 0;
        for (var first = 0; first < k; first += Gemm.DepthBlock, start = c, startStride = ldc)
        {
            var depth = Math.Min(Gemm.DepthBlock, k - first);
            ToFloats(codes + (nint)first * width, factors, depth * width, panel);
            Gemm.MultiplyPacked(m, columns, depth, a + first, lda, 1, panel, start, startStride, c, ldc, 0, columns);
        }
    }

    // Factors repeat every 32 codes, which is a multiple of every panel's width.
    private static void ToFloats(sbyte* codes, float* factors, int count, float* target)
    {
        var i = 0;
        for (; i <= count - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            Vector.Widen(Vector.Load(codes + i), out var low, out var high);
            Store(low, factors, i, target);
            Store(high, factors, i + Vector<short>.Count, target);
        }

        for (; i < count; i++) target[i] = codes[i] * factors[i % WidestPanel];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<short> codes, float* factors, int at, float* target)
    {
        Vector.Widen(codes, out var low, out var high);
        (Vector.ConvertToSingle(low) * Vector.Load(factors + at % WidestPanel)).Store(target + at);
        at += Vector<int>.Count;
        (Vector.ConvertToSingle(high) * Vector.Load(factors + at % WidestPanel)).Store(target + at);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarlRec.Kernels.Retrieval;

/// <summary>
/// Upper bounds of inner products from quantised rows: item ≈ scale · (code − 128), query ≈ scale · code. Integer products are exact; what quantising lost and what float32 rounds away is in the
/// margins, by the Cauchy–Schwarz inequality.
/// </summary>
internal static unsafe class CodeScan
{
    /// <summary>Rows in a block: its bytes lie interleaved, four of row 0, four of row 1, …, four of row 15, then the next four of row 0.</summary>
    internal const int BlockRows = 16;

    /// <summary>Writes the rows that may score above <paramref name="bar"/>, in order, to <paramref name="hits"/>, which has room for <paramref name="rows"/>.</summary>
    /// <param name="codes">Blocks of rows, the last one padded: [blocks, fours, 16, 4].</param>
    /// <param name="scales">One for each row, [blocks, 16].</param>
    /// <param name="errors">For each block, the largest norm of what quantising lost, and the largest norm: [blocks, 2].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="query">The query.</param>
    /// <param name="bar">What is asked for.</param>
    /// <param name="hits">Rows, counted from the first block's first.</param>
    /// <returns>How many were written.</returns>
    internal static int Above(byte* codes, float* scales, float* errors, int rows, in QueryCode query, float bar, int* hits)
    {
        if (Vector512.IsHardwareAccelerated) return Above<ByteLanes512>(codes, scales, errors, rows, query, bar, hits);
        if (Vector256.IsHardwareAccelerated) return Above<ByteLanes256>(codes, scales, errors, rows, query, bar, hits);
        return Above<ByteLanes128>(codes, scales, errors, rows, query, bar, hits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Above<T>(byte* codes, float* scales, float* errors, int rows, in QueryCode query, float bar, int* hits)
        where T : struct, IByteLanes<T>
    {
        var count = 0;
        var fours = query.Fours;
        var q = query.Codes;
        var (scale, perError, perNorm, constant, start) = (query.Scale, query.PerError, query.PerNorm, query.Constant, T.Create(query.Start));
        for (var row = 0; row < rows; row += BlockRows, codes += (nint)fours * 4 * BlockRows, scales += BlockRows, errors += 2)
        {
            var margin = perError * errors[0] + perNorm * errors[1] + constant;
            var above = 0u;
            for (var part = 0; part < BlockRows; part += T.Count)
            {
                var sum = start;
                var source = codes + 4 * part;
                for (nint i = 0; i < fours; i++, source += 4 * BlockRows) sum = T.AddProducts(sum, source, q[i]);
                above |= T.Above(sum, scales + part, scale, margin, bar) << part;
            }

            if (above == 0) continue;
            if (rows - row < BlockRows) above &= (1u << (rows - row)) - 1;
            for (; above != 0; above &= above - 1) hits[count++] = row + int.TrailingZeroCount((int)above);
        }

        return count;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarlRec.Kernels.Retrieval;

/// <summary>
/// Upper bounds of inner products from quantised rows. Integer products are exact; what quantising lost and what float32 rounds away is in the margins, by the Cauchy–Schwarz inequality. The upper halves
/// of the codes are read first: they rule out nearly all rows, at half the memory.
/// </summary>
[SkipLocalsInit] // stack memory is written before it is read
internal static unsafe class CodeScan
{
    // Rows that are looked at before the lower halves of those kept, meanwhile on their way from memory, are read.
    private const int BatchRows = 1024;

    // So many times eight products fit 16 bits: 8 · 4 · 15 · 63 < 2¹⁵.
    private const int EightsInHalves = 8;

    /// <summary>Writes the rows that may score above <paramref name="bar"/>, in order, to <paramref name="hits"/>, which has room for <paramref name="rows"/>.</summary>
    /// <returns>How many were written.</returns>
    internal static int Above(in CodeRows codes, int rows, in QueryCode query, float bar, int* hits)
    {
        var count = 0;
        var kept = stackalloc int[BatchRows];
        var sums = stackalloc int[BatchRows];
        for (var first = 0; first < rows; first += BatchRows)
        {
            var batch = codes.From(first / CodeRows.BlockRows);
            var length = Coarse(batch, Math.Min(BatchRows, rows - first), query, bar, kept, sums);
            for (var i = 0; i < length; i++)
                if (IsAbove(batch, kept[i], sums[i], query, bar)) hits[count++] = first + kept[i];
        }

        return count;
    }

    private static int Coarse(in CodeRows codes, int rows, in QueryCode query, float bar, int* kept, int* sums)
    {
        if (Vector512.IsHardwareAccelerated) return Coarse<CodeLanes512>(codes, rows, query, bar, kept, sums);
        if (Vector256.IsHardwareAccelerated) return Coarse<CodeLanes256>(codes, rows, query, bar, kept, sums);
        return Coarse<CodeLanes128>(codes, rows, query, bar, kept, sums);
    }

    /// <summary>The rows that the upper halves do not rule out, and the sums of their products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Coarse<T>(in CodeRows codes, int rows, in QueryCode query, float bar, int* kept, int* sums)
        where T : struct, ICodeLanes<T>
    {
        var count = 0;
        nint eights = codes.Eights, bytes = codes.BlockBytes, lowerBytes = codes.LowerBytes;
        byte* upper = codes.Upper, lower = codes.Lower;
        float* scales = codes.Scales, errors = codes.Errors;
        int* q = query.Codes, r = q + query.Padded;
        var (scale, start, perError, perNorm, constant) = (query.Scale, query.CoarseStart, query.PerError, query.PerNorm, query.Constant);
        var found = stackalloc int[T.Count];
        for (var row = 0; row < rows; row += CodeRows.BlockRows, upper += bytes, errors += CodeRows.BlockErrors)
        {
            var margin = perError * errors[0] + perNorm * errors[2] + constant;
            for (var part = 0; part < CodeRows.BlockRows; part += T.Count, scales += T.Count)
            {
                var sum = Sum<T>(upper + 4 * part, eights, q, r);
                var above = T.Above(sum, start, scales, scale, margin, bar);
                if (above == 0) continue;
                sum.Store(found);
                for (; above != 0; above &= above - 1)
                {
                    var lane = int.TrailingZeroCount((int)above);
                    var hit = row + part + lane;
                    if (hit >= rows) break;
                    kept[count] = hit;
                    sums[count++] = found[lane];
                    if (!Sse.IsSupported) continue;
                    for (nint at = 0; at < lowerBytes; at += 64) Sse.Prefetch0(lower + hit * lowerBytes + at);
                }
            }
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(byte* codes, nint eights, int* q, int* r)
        where T : struct, ICodeLanes<T>
    {
        var sums = T.Zero;
        for (nint first = 0; first < eights; first += EightsInHalves)
        {
            var end = Math.Min(first + EightsInHalves, eights);
            var halves = T.Zero;
            for (var i = first; i < end; i++, codes += 4 * CodeRows.BlockRows) halves = T.AddProducts(halves, codes, q[i], r[i]);
            sums = T.AddHalves(sums, halves);
        }

        return sums;
    }

    /// <summary>Whether the whole codes of a row do not rule it out either; <paramref name="upper"/> is the sum of products of its upper halves.</summary>
    private static bool IsAbove(in CodeRows codes, int row, int upper, in QueryCode query, float bar)
    {
        var sums = CodeLanes128.Zero;
        var lower = codes.Lower + row * codes.LowerBytes;
        for (nint i = 0; i < query.Padded; i += 4) sums = CodeLanes128.AddHalves(sums, CodeLanes128.AddProducts(CodeLanes128.Zero, lower + 4 * i, query.Codes + i, query.Codes + query.Padded + i));
        var product = 16 * upper + CodeLanes128.Sum(sums) - query.Start;
        var errors = codes.Errors + row / CodeRows.BlockRows * CodeRows.BlockErrors;
        var margin = query.PerError * errors[1] + query.PerNorm * errors[2] + query.Constant;
        return codes.Scales[row] * query.Scale * product + margin > bar;
    }
}

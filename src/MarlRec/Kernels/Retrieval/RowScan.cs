using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels.Retrieval;

/// <summary>
/// Inner products of rows [N,D] with one query, and which of them exceed a bar. A row's product is summed lane by lane, then over the lanes, wherever the row stands and whichever
/// of these methods computes it: the same bits.
/// </summary>
internal static unsafe class RowScan
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Writes the rows whose product is above <paramref name="bar"/>, in order, and their products; both have room for <paramref name="rows"/>.</summary>
    /// <returns>How many were written.</returns>
    internal static int Above(float* items, int rows, int size, float* query, float bar, int* hits, float* scores)
    {
        if (Vector512.IsHardwareAccelerated) return Above<Lanes512>(items, rows, size, query, bar, hits, scores);
        if (Vector256.IsHardwareAccelerated) return Above<Lanes256>(items, rows, size, query, bar, hits, scores);
        return Above<Lanes128>(items, rows, size, query, bar, hits, scores);
    }

    /// <summary>Σ item_d · query_d.</summary>
    internal static float Dot(float* item, int size, float* query)
    {
        if (Vector512.IsHardwareAccelerated) return Dot<Lanes512>(item, size, query);
        if (Vector256.IsHardwareAccelerated) return Dot<Lanes256>(item, size, query);
        return Dot<Lanes128>(item, size, query);
    }

    [MethodImpl(Hot)]
    private static int Above<T>(float* items, int rows, int size, float* query, float bar, int* hits, float* scores)
        where T : struct, ILanes<T>
    {
        var count = 0;
        var row = 0;
        var whole = size - size % T.Count;
        var rest = size - whole;
        for (; row <= rows - 4; row += 4, items += 4 * (nint)size)
        {
            float* second = items + size, third = second + size, fourth = third + size;
            T a = T.Zero, b = T.Zero, c = T.Zero, d = T.Zero;
            nint i = 0;
            for (; i < whole; i += T.Count)
            {
                var q = T.Load(query + i);
                a = T.MultiplyAdd(T.Load(items + i), q, a);
                b = T.MultiplyAdd(T.Load(second + i), q, b);
                c = T.MultiplyAdd(T.Load(third + i), q, c);
                d = T.MultiplyAdd(T.Load(fourth + i), q, d);
            }

            if (rest > 0)
            {
                var q = T.LoadPart(query + i, rest);
                a = T.MultiplyAdd(T.LoadPart(items + i, rest), q, a);
                b = T.MultiplyAdd(T.LoadPart(second + i, rest), q, b);
                c = T.MultiplyAdd(T.LoadPart(third + i, rest), q, c);
                d = T.MultiplyAdd(T.LoadPart(fourth + i, rest), q, d);
            }

            float x = T.Sum(a), y = T.Sum(b), z = T.Sum(c), w = T.Sum(d);
            if (MathF.Max(MathF.Max(x, y), MathF.Max(z, w)) <= bar) continue;
            if (x > bar) (hits[count], scores[count++]) = (row, x);
            if (y > bar) (hits[count], scores[count++]) = (row + 1, y);
            if (z > bar) (hits[count], scores[count++]) = (row + 2, z);
            if (w > bar) (hits[count], scores[count++]) = (row + 3, w);
        }

        for (; row < rows; row++, items += size)
        {
            var x = Dot<T>(items, size, query);
            if (x > bar) (hits[count], scores[count++]) = (row, x);
        }

        return count;
    }

    [MethodImpl(Hot)]
    private static float Dot<T>(float* item, int size, float* query)
        where T : struct, ILanes<T>
    {
        var sum = T.Zero;
        nint i = 0;
        for (; i <= size - T.Count; i += T.Count) sum = T.MultiplyAdd(T.Load(item + i), T.Load(query + i), sum);
        if (i < size) sum = T.MultiplyAdd(T.LoadPart(item + i, size - (int)i), T.LoadPart(query + i, size - (int)i), sum);
        return T.Sum(sum);
    }
}

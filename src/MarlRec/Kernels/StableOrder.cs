namespace MarlRec.Kernels;

/// <summary>Radix sort of ids, least significant digit first: positions in the order of their ids, equal ids in the order of their positions.</summary>
internal static unsafe class StableOrder
{
    private const int DigitBits = 11;
    private const int Buckets = 1 << DigitBits;

    /// <summary>How many integers of scratch memory <see cref="Run"/> needs.</summary>
    internal static int ScratchLength(int count) => checked(count + Buckets);

    /// <summary>Fills <paramref name="order"/> with the positions 0 to count − 1, sorted by id.</summary>
    /// <param name="count">How many ids.</param>
    /// <param name="ids">[count], each in [0, limit).</param>
    /// <param name="limit">Above every id. Each eleven bits of it cost one pass.</param>
    /// <param name="order">[count].</param>
    /// <param name="scratch">See <see cref="ScratchLength"/>.</param>
    internal static void Run(int count, int* ids, int limit, int* order, int* scratch)
    {
        int* starts = scratch, other = scratch + Buckets;
        for (var i = 0; i < count; i++) order[i] = i;
        for (var shift = 0; shift < 31 && (limit - 1) >> shift > 0; shift += DigitBits)
        {
            Pass(count, ids, shift, order, other, starts);
            var swapped = order;
            order = other;
            other = swapped;
        }

        // After an odd number of passes the result stands in the scratch memory, and order points there.
        if (order == scratch + Buckets) new ReadOnlySpan<int>(order, count).CopyTo(new Span<int>(other, count));
    }

    private static void Pass(int count, int* ids, int shift, int* from, int* into, int* starts)
    {
        new Span<int>(starts, Buckets).Clear();
        for (var i = 0; i < count; i++) starts[(ids[i] >> shift) & (Buckets - 1)]++;
        var start = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            var size = starts[bucket];
            starts[bucket] = start;
            start += size;
        }

        for (var i = 0; i < count; i++) into[starts[(ids[from[i]] >> shift) & (Buckets - 1)]++] = from[i];
    }
}

namespace MarlRec;

/// <summary>What a piece of work allocates on its thread in the steady state.</summary>
internal static class Allocations
{
    /// <summary>The bytes of the cheapest of five windows: what the work allocates shows in each of them, what the runtime allocates once does not.</summary>
    internal static long Of(Action work)
    {
        var least = long.MaxValue;
        for (var window = 0; window < 5 && least > 0; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

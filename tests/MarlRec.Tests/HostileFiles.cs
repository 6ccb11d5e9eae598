using MarlRec.Execution;

namespace MarlRec;

/// <summary>Reads damaged files and holds their reader to its promises: the documented exceptions only, and memory in proportion to the input.</summary>
internal static class HostileFiles
{
    /// <summary>What a reader may allocate beside four times its input.</summary>
    internal const int Slack = 1 << 20;

    /// <summary>How many damaged files of a kind are read in this tier.</summary>
    internal static int Rounds { get; } = TestTier.Choose(3_000, 100_000);

    internal static long Bound(long input) => (4 * input) + Slack;

    /// <summary>Runs the rounds.</summary>
    /// <param name="good">A file that is read without complaint.</param>
    /// <param name="seed">Of the damage.</param>
    /// <param name="read">Reads a damaged file.</param>
    /// <param name="isDocumented">Whether an exception is one that the reader documents.</param>
    /// <param name="bound">The most bytes that reading a damaged file may allocate.</param>
    /// <param name="rounds">How many; 0 means <see cref="Rounds"/>.</param>
    internal static (int Refused, int Read, long Most) Check(
        byte[] good, ulong seed, Action<byte[]> read, Func<Exception, bool> isDocumented, Func<byte[], long> bound, int rounds = 0)
    {
        read(good); // what the runtime allocates once is not the file's
        var mutator = new FileMutator(good, new RandomStream(seed));
        var (refused, survived, most) = (0, 0, 0L);
        for (var round = 0; round < (rounds > 0 ? rounds : Rounds); round++)
        {
            var bad = mutator.Next(round);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bad);
                survived++;
            }
            catch (Exception exception) when (isDocumented(exception))
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Round {round} of seed {seed}: {exception}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, allocated);
            Assert.True(allocated <= bound(bad), $"Round {round} of seed {seed}: {allocated} bytes allocated for {bad.Length} of input; at most {bound(bad)} were expected.");
        }

        return (refused, survived, most);
    }
}

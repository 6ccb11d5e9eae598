using System.Diagnostics;
using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Peers.Measurement;

/// <summary>What the machine can do at most on a number of threads, measured by this program.</summary>
/// <param name="Threads">How many threads.</param>
/// <param name="GigaFlops">Fused multiply-adds between registers, 10⁹ operations a second.</param>
/// <param name="SecondLevel">Reading 256 KiB a thread, 10⁹ bytes a second.</param>
/// <param name="ThirdLevel">Reading 4 MiB a thread.</param>
/// <param name="Main">Reading 512 MB in all.</param>
public sealed record Ceiling(int Threads, double GigaFlops, double SecondLevel, double ThirdLevel, double Main)
{
    private const int SecondLevelFloats = 256 * 1024 / sizeof(float);
    private const int ThirdLevelFloats = 4 * 1024 * 1024 / sizeof(float);
    private const int MainFloats = 512_000_000 / sizeof(float);

    /// <summary>Measures; the best of several tries, as a ceiling is what nothing exceeds.</summary>
    public static Ceiling Measure(int threads)
    {
        var memory = new FloatTensor(MainFloats);
        memory.Span.Fill(1); // touched, so that pages are there
        const int rounds = 500_000; // short tries, of which some fall between what else the machine does
        return new Ceiling(
            threads,
            threads * rounds * MultiplyAddLoop.FlopsPerRound / Best(threads, new MultiplyAddLoop(rounds), 200) / 1e9,
            Read(SecondLevelFloats, 100, 100),
            Read(ThirdLevelFloats, 10, 100),
            Read(MainFloats / threads, 1, 12));

        double Read(int floatsEach, int times, int tries) =>
            (double)threads * floatsEach * sizeof(float) * times / Best(threads, new StreamRead(memory, floatsEach, times), tries) / 1e9;
    }

    /// <summary>The bandwidth of a level.</summary>
    public double GigaBytes(MemoryLevel level) => level switch
    {
        MemoryLevel.SecondLevel => SecondLevel,
        MemoryLevel.ThirdLevel => ThirdLevel,
        _ => Main,
    };

    // Threads of its own, each with its own part: a compute context would give both parts to one thread while the other is slow to wake.
    private static double Best<TBody>(int threads, TBody body, int tries)
        where TBody : struct, ITileBody
    {
        using var gate = new Barrier(threads);
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(part => new Thread(() => Repeat(part)))];
        foreach (var thread in others) thread.Start();
        var best = Repeat(0);
        foreach (var thread in others) thread.Join();
        return best;

        double Repeat(int part)
        {
            var shortest = double.PositiveInfinity;
            for (var i = 0; i < tries; i++)
            {
                gate.SignalAndWait();
                var start = Stopwatch.GetTimestamp();
                body.Run(part);
                gate.SignalAndWait();
                shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            return shortest;
        }
    }
}

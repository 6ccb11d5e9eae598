namespace MarlRec.Execution;

public class ComputeContextTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void EveryTileRunsExactlyOnce(int degree)
    {
        using var context = new ComputeContext(degree);
        Assert.Equal(degree, context.DegreeOfParallelism);
        foreach (var tiles in (int[])[0, 1, 2, 3, 7, 64, 1000])
        {
            for (var repeat = 0; repeat < 20; repeat++)
            {
                var counts = new int[tiles];
                context.For(tiles, new Count(counts));
                Assert.All(counts, count => Assert.Equal(1, count));
            }
        }
    }

    [Fact]
    public void TwoThreadsWorkAtOnce()
    {
        using var context = new ComputeContext(2);
        using var barrier = new Barrier(2);
        var met = new bool[2];
        // The second round starts with a worker that has gone to sleep.
        for (var round = 0; round < 2; round++)
        {
            context.For(2, new Call(tile => met[tile] = barrier.SignalAndWait(Patience)));
            Assert.Equal([true, true], met);
            Thread.Sleep(50);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void NestedLoopsRunOnTheirCallersThread(int degree)
    {
        using var context = new ComputeContext(degree);
        var counts = new int[8 * 5];
        var inline = new bool[8];
        context.For(8, new Call(outer =>
        {
            var here = Environment.CurrentManagedThreadId;
            inline[outer] = true;
            context.For(5, new Call(inner =>
            {
                Interlocked.Increment(ref counts[outer * 5 + inner]);
                if (degree > 1 && Environment.CurrentManagedThreadId != here) inline[outer] = false;
            }));
        }));
        Assert.All(counts, count => Assert.Equal(1, count));
        Assert.All(inline, Assert.True);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void LowestFailureIsRethrownAndTheRestStillRuns(int degree)
    {
        using var context = new ComputeContext(degree);
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var counts = new int[40];
            var exception = Assert.Throws<InvalidOperationException>(() => context.For(40, new Call(tile =>
            {
                counts[tile]++;
                if (tile is 3 or 4 or 39) throw new InvalidOperationException($"tile {tile}");
            })));
            Assert.Equal("tile 3", exception.Message);
            Assert.Contains(nameof(LowestFailureIsRethrownAndTheRestStillRuns), exception.StackTrace, StringComparison.Ordinal);
            Assert.All(counts, count => Assert.Equal(1, count));
            context.For(40, new Count(counts));
            Assert.All(counts, count => Assert.Equal(2, count));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void BodiesThatChangeThemselvesAreCopiedForEachTile(int degree)
    {
        using var context = new ComputeContext(degree);
        var seen = new int[50];
        context.For(50, new SelfChanging(seen));
        Assert.All(seen, value => Assert.Equal(1, value));
    }

    [Fact]
    public void CallersOnOtherThreadsDoNotDisturbEachOther()
    {
        using var context = new ComputeContext(3);
        var failures = 0;
        var callers = new Thread[4];
        for (var i = 0; i < callers.Length; i++)
        {
            callers[i] = new Thread(() =>
            {
                for (var round = 0; round < 300; round++)
                {
                    var counts = new int[round % 17];
                    context.For(counts.Length, new Count(counts));
                    if (counts.Any(count => count != 1)) Interlocked.Increment(ref failures);
                }
            });
        }

        foreach (var caller in callers) caller.Start();
        foreach (var caller in callers) Assert.True(caller.Join(Patience));
        Assert.Equal(0, failures);
    }

    [Fact]
    public void LoopsAllocateNothingOnceWarm()
    {
        using var context = new ComputeContext(2);
        var counts = new int[16];
        for (var i = 0; i < 3; i++) context.For(16, new Count(counts));
        context.For(16, new SelfChanging(counts));
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                context.For(16, new Count(counts));
                context.For(16, new SelfChanging(counts));
            }
        }));
    }

    [Fact]
    public void DisposeStopsOnceAndForAll()
    {
        var context = new ComputeContext(3);
        context.For(9, new Count(new int[9]));
        context.Dispose();
        context.Dispose();
        Assert.Throws<ObjectDisposedException>(() => context.For(1, new Count(new int[1])));
        Assert.Throws<ObjectDisposedException>(() => context.For(0, new Count([])));
        var counts = new int[3];
        ComputeContext.Serial.Dispose();
        ComputeContext.Serial.For(3, new Count(counts));
        Assert.Equal([1, 1, 1], counts);
        Assert.Equal(1, ComputeContext.Serial.DegreeOfParallelism);
    }

    [Fact]
    public void DisposeWaitsForTheLoopInProgress()
    {
        var context = new ComputeContext(2);
        using var started = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var finished = 0;
        var caller = new Thread(() =>
        {
            context.For(2, new Call(_ =>
            {
                started.Set();
                goOn.Wait(Patience);
                Interlocked.Increment(ref finished);
            }));
        });
        caller.Start();
        Assert.True(started.Wait(Patience));
        var seen = -1;
        var disposer = new Thread(() =>
        {
            context.Dispose();
            seen = Volatile.Read(ref finished);
        });
        disposer.Start();
        Assert.False(disposer.Join(100));
        goOn.Set();
        Assert.True(caller.Join(Patience) && disposer.Join(Patience));
        Assert.Equal(2, seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void BadDegreesAreNamed(int degree) => Assert.Throws<ArgumentOutOfRangeException>("degreeOfParallelism", () => new ComputeContext(degree));

    [Fact]
    public void NegativeTilesAreNamed() => Assert.Throws<ArgumentOutOfRangeException>("tiles", () => ComputeContext.Serial.For(-1, new Count([])));

    private readonly struct Count(int[] counts) : ITileBody
    {
        public void Run(int tile) => Interlocked.Increment(ref counts[tile]);
    }

    private readonly struct Call(Action<int> action) : ITileBody
    {
        public void Run(int tile) => action(tile);
    }

    private struct SelfChanging(int[] seen) : ITileBody
    {
        private int _runs;

        public void Run(int tile) => seen[tile] = ++_runs;
    }
}

using System.Runtime.ExceptionServices;

namespace MarlRec.Execution;

/// <summary>Runs tiles of work on a fixed number of threads that it owns.</summary>
/// <remarks>
/// <para>Callers cut work by <em>shape</em>, never by <see cref="DegreeOfParallelism"/>, and no tile reads what another writes; so results are the
/// same bits at any degree.</para>
/// <para>Thread safety: <em>thread-safe</em>; one loop runs on the workers at a time, and a loop started meanwhile (from another thread or from inside a
/// tile) runs on its caller's thread alone.</para>
/// </remarks>
public sealed class ComputeContext : IDisposable
{
    private readonly Worker[] _workers;
    private int _busy;
    private bool _disposed;

    /// <summary>Starts the workers.</summary>
    /// <param name="degreeOfParallelism">How many threads work at once, the caller's included: 1 (the default) to 1,024.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degreeOfParallelism"/> is out of range.</exception>
    public ComputeContext(int degreeOfParallelism = 1)
    {
        Throw.IfOutside(degreeOfParallelism, 1, 1024);
        DegreeOfParallelism = degreeOfParallelism;
        _workers = new Worker[degreeOfParallelism - 1];
        for (var i = 0; i < _workers.Length; i++) _workers[i] = new Worker(i);
    }

    /// <summary>A context of degree 1, which owns nothing and is never disposed.</summary>
    public static ComputeContext Serial { get; } = new();

    /// <summary>How many threads work at once, the caller's included.</summary>
    public int DegreeOfParallelism { get; }

    /// <summary>Runs <paramref name="body"/> once for each tile and returns when all are done.</summary>
    /// <typeparam name="TBody">The work, a struct.</typeparam>
    /// <param name="tiles">How many tiles, 0 or more.</param>
    /// <param name="body">The work; it is copied to the workers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tiles"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The context has been disposed.</exception>
    /// <remarks>If tiles throw, the remaining ones still run and the exception of the lowest tile is rethrown.</remarks>
    public void For<TBody>(int tiles, TBody body)
        where TBody : struct, ITileBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tiles);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (tiles <= 1 || _workers.Length == 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            RunSerially(tiles, body);
            return;
        }

        try
        {
            var job = new Job<TBody>(tiles, body);
            var helpers = Math.Min(_workers.Length, tiles - 1);
            for (var i = 0; i < helpers; i++) _workers[i].Start(job);
            job.Drain();
            for (var i = 0; i < helpers; i++) _workers[i].Wait();
            job.Rethrow();
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Stops the workers. A <see cref="For"/> in progress must have returned.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(this, Serial)) return;
        _disposed = true;
        foreach (var worker in _workers) worker.Dispose();
    }

    private static void RunSerially<TBody>(int tiles, TBody body)
        where TBody : struct, ITileBody
    {
        ExceptionDispatchInfo? first = null;
        for (var tile = 0; tile < tiles; tile++)
        {
            try
            {
                body.Run(tile);
            }
            catch (Exception exception)
            {
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        first?.Throw();
    }

    private abstract class Job
    {
        internal abstract void Drain();
    }

    private sealed class Job<TBody>(int tiles, TBody body) : Job
        where TBody : struct, ITileBody
    {
        private readonly Lock _lock = new();
        private readonly TBody _body = body;
        private int _next = -1;
        private int _failedTile = int.MaxValue;
        private ExceptionDispatchInfo? _failure;

        internal override void Drain()
        {
            int tile;
            while ((tile = Interlocked.Increment(ref _next)) < tiles)
            {
                try
                {
                    _body.Run(tile);
                }
                catch (Exception exception)
                {
                    lock (_lock)
                    {
                        if (tile >= _failedTile) continue;
                        _failedTile = tile;
                        _failure = ExceptionDispatchInfo.Capture(exception);
                    }
                }
            }
        }

        internal void Rethrow() => _failure?.Throw();
    }

#pragma warning disable RS0030 // The one place that owns threads.
    private sealed class Worker : IDisposable
    {
        // Kernels last microseconds, waking a thread costs tens of them: a worker looks for work this many times before it sleeps.
        private const int SpinsBeforeSleep = 2_000;

        private readonly SemaphoreSlim _wake = new(0);
        private readonly Thread _thread;
        private volatile Job? _job;
        private volatile bool _sleeping;
        private volatile bool _stop;

        internal Worker(int index)
        {
            _thread = new Thread(Loop) { IsBackground = true, Name = $"MarlRec compute {index}" };
            _thread.Start();
        }

        public void Dispose()
        {
            _stop = true;
            _wake.Release();
            _thread.Join();
            _wake.Dispose();
        }

        internal void Start(Job job)
        {
            _job = job;
            Interlocked.MemoryBarrier();
            if (_sleeping) _wake.Release();
        }

        internal void Wait()
        {
            var spinner = default(SpinWait);
            while (_job is not null) spinner.SpinOnce(sleep1Threshold: -1);
        }

        private void Loop()
        {
            while (!_stop)
            {
                var job = Next();
                if (job is null) continue;
                job.Drain();
                _job = null;
            }
        }

        private Job? Next()
        {
            for (var i = 0; i < SpinsBeforeSleep; i++)
            {
                if (_job is { } job) return job;
                Thread.SpinWait(8);
            }

            _sleeping = true;
            Interlocked.MemoryBarrier();
            if (_job is null && !_stop) _wake.Wait();
            _sleeping = false;
            return _job;
        }
    }
#pragma warning restore RS0030
}

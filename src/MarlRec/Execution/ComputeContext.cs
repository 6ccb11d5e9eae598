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
    // One job for each type of body seen; touched only by the thread that holds _busy.
    private readonly List<TileJob> _jobs = [];
    private int _busy;
    private int _disposed;

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
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        if (tiles <= 1 || _workers.Length == 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            RunSerially(tiles, body);
            return;
        }

        try
        {
            var job = JobFor<TBody>();
            job.Begin(tiles, body);
            var helpers = Math.Min(_workers.Length, tiles - 1);
            for (var i = 0; i < helpers; i++) _workers[i].Offer(job);
            job.Drain();
            for (var i = 0; i < helpers; i++) _workers[i].Finish();
            job.End();
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Stops the workers, after a <see cref="For"/> in progress on another thread has returned. It may be called again; it must not be called from a tile.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(this, Serial) || Interlocked.Exchange(ref _disposed, 1) != 0) return;
        // Held for good: a loop that passed the check before this runs on its caller's thread.
        var spinner = default(SpinWait);
        while (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) spinner.SpinOnce();
        foreach (var worker in _workers) worker.Dispose();
    }

    private static void RunSerially<TBody>(int tiles, in TBody body)
        where TBody : struct, ITileBody
    {
        ExceptionDispatchInfo? first = null;
        for (var tile = 0; tile < tiles; tile++)
        {
            try
            {
                var copy = body;
                copy.Run(tile);
            }
            catch (Exception exception)
            {
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        first?.Throw();
    }

    private TileJob<TBody> JobFor<TBody>()
        where TBody : struct, ITileBody
    {
        foreach (var known in _jobs)
            if (known is TileJob<TBody> job) return job;
        var created = new TileJob<TBody>();
        _jobs.Add(created);
        return created;
    }

#pragma warning disable RS0030 // The one place that owns threads.
    private sealed class Worker : IDisposable
    {
        // Kernels last microseconds, waking a thread costs tens of them: a worker looks for work this many times before it sleeps.
        private const int SpinsBeforeSleep = 2_000;

        private const int Idle = 0, Offered = 1, Claimed = 2;

        private readonly SemaphoreSlim _wake = new(0);
        private readonly Thread _thread;
        private TileJob? _job;
        private int _state;
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

        internal void Offer(TileJob job)
        {
            _job = job;
            Interlocked.Exchange(ref _state, Offered);
            if (_sleeping) _wake.Release();
        }

        /// <summary>Takes the offer back if the worker has not begun (it may not even be awake), else waits until it is done.</summary>
        internal void Finish()
        {
            if (Interlocked.CompareExchange(ref _state, Idle, Offered) == Offered) return;
            var spinner = default(SpinWait);
            while (Volatile.Read(ref _state) != Idle) spinner.SpinOnce(sleep1Threshold: -1);
        }

        private void Loop()
        {
            while (!_stop)
            {
                AwaitOffer();
                if (Interlocked.CompareExchange(ref _state, Claimed, Offered) != Offered) continue;
                _job!.Drain();
                Volatile.Write(ref _state, Idle);
            }
        }

        private void AwaitOffer()
        {
            for (var i = 0; i < SpinsBeforeSleep; i++)
            {
                if (Volatile.Read(ref _state) == Offered) return;
                Thread.SpinWait(8);
            }

            _sleeping = true;
            // Either this sees the offer, or the offer sees this worker sleeping.
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _state) != Offered && !_stop) _wake.Wait();
            _sleeping = false;
        }
    }
#pragma warning restore RS0030
}

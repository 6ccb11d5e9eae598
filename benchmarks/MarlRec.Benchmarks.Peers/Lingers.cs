namespace MarlRec.Benchmarks.Peers;

/// <summary>How long each program's workers spin for more work before they sleep, rounded up generously; see <see cref="Contender.Linger"/>.</summary>
internal static class Lingers
{
    /// <summary>A worker of a compute context looks 2,000 times, less than a millisecond.</summary>
    internal static readonly TimeSpan MarlRec = TimeSpan.FromMilliseconds(2);

    /// <summary>GNU OpenMP, which libtorch and its MKL use: 300,000 pauses.</summary>
    internal static readonly TimeSpan OpenMP = TimeSpan.FromMilliseconds(8);

    /// <summary>OnnxRuntime's own pool.</summary>
    internal static readonly TimeSpan OnnxRuntime = TimeSpan.FromMilliseconds(8);

    /// <summary>OpenBLAS with pthreads: 2^26 ticks of the time-stamp counter.</summary>
    internal static readonly TimeSpan OpenBlas = TimeSpan.FromMilliseconds(40);
}

using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Peers;

/// <summary>A piece of work that MarlRec and its peers both do.</summary>
/// <param name="Name">Such as <c>lstm train b32</c>; the task is this and the threads, <c>lstm train b32 t1</c>.</param>
/// <param name="Scale">How the time of one call becomes a value.</param>
/// <param name="Cost">What one call must at least compute and read.</param>
/// <param name="Open">Sets it up on a context; its degree of parallelism is the number of threads for all sides.</param>
public sealed record Workload(string Name, Scale Scale, Cost Cost, Func<ComputeContext, Contest> Open)
{
    /// <summary>The most threads that make sense.</summary>
    public int MaximumThreads { get; init; } = int.MaxValue;

    /// <summary>The name of this workload on a number of threads.</summary>
    public string Task(int threads) => $"{Name} t{threads}";
}

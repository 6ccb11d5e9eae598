using MarlRec.Benchmarks.Peers.Attention;
using MarlRec.Benchmarks.Peers.Control;
using MarlRec.Benchmarks.Peers.Functions;
using MarlRec.Benchmarks.Peers.Products;
using MarlRec.Benchmarks.Peers.Retrieval;
using MarlRec.Benchmarks.Peers.Sequences;

namespace MarlRec.Benchmarks.Peers;

/// <summary>All workloads, in the order of the tables.</summary>
internal static class WorkloadRegistry
{
    internal static IReadOnlyList<Workload> All { get; } =
    [
        .. LstmWorkloads.All, .. SasRecWorkloads.All, .. MiniLmWorkloads.All, .. DeepQWorkloads.All, .. TeamWorkloads.All, .. RetrievalWorkloads.All,
        .. MatrixProductWorkloads.All, .. VectorFunctionWorkloads.All,
    ];

    /// <summary>The workloads on the numbers of threads that were asked for and whose task or name starts with one of the prefixes; no prefix means all.</summary>
    internal static IEnumerable<(Workload Workload, int Threads)> Select(IReadOnlyList<string> prefixes, IReadOnlyList<int> threads) =>
        from workload in All
        from count in threads
        where count <= workload.MaximumThreads
        where prefixes.Count == 0 || prefixes.Any(prefix => workload.Task(count).StartsWith(prefix, StringComparison.Ordinal))
        select (workload, count);
}

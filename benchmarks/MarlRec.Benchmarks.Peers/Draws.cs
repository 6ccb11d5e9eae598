using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Peers;

/// <summary>Data for workloads, from seeded streams.</summary>
internal static class Draws
{
    /// <summary>The stream of a workload.</summary>
    internal static RandomStream Stream(string workload) => new RandomStream(20261124).Fork(workload);

    /// <summary>Numbers uniform in ±½.</summary>
    internal static FloatTensor Tensor(RandomStream random, params ReadOnlySpan<int> shape)
    {
        var tensor = new FloatTensor(shape);
        foreach (ref var value in tensor.Span) value = random.NextSingle() - 0.5f;
        return tensor;
    }

    /// <summary>Numbers in [low, high).</summary>
    internal static int[] Ids(RandomStream random, int count, int low, int high)
    {
        var ids = new int[count];
        foreach (ref var id in ids.AsSpan()) id = low + random.Next(high - low);
        return ids;
    }
}

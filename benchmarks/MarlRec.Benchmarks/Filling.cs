using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks;

/// <summary>What benchmarks work on.</summary>
internal static class Filling
{
    /// <summary>A context that the benchmark disposes when it is cleaned up.</summary>
    internal static ComputeContext Context(int degree) => new(degree);

    internal static FloatTensor Normal(RandomStream random, params ReadOnlySpan<int> shape)
    {
        var tensor = new FloatTensor(shape);
        foreach (ref var value in tensor.Span) value = (float)random.NextGaussian();
        return tensor;
    }

    /// <summary>A parameter whose row sums stay near 1, so that no function saturates.</summary>
    internal static Parameter Weight(RandomStream random, params ReadOnlySpan<int> shape)
    {
        var tensor = Normal(random, shape);
        var scale = 1 / MathF.Sqrt(tensor.Shape.Last);
        foreach (ref var value in tensor.Span) value *= scale;
        return new Parameter(tensor);
    }

    internal static int[] Ids(RandomStream random, int count, int limit)
    {
        var ids = new int[count];
        foreach (ref var id in ids.AsSpan()) id = random.Next(limit);
        return ids;
    }
}

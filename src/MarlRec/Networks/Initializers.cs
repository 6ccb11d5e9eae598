using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Initial values of parameters.</summary>
internal static class Initializers
{
    /// <summary>Uniform in ±limit.</summary>
    internal static FloatTensor Uniform(FloatTensor tensor, double limit, RandomStream random)
    {
        foreach (ref var value in tensor.Span) value = (float)(limit * (2 * random.NextSingle() - 1));
        return tensor;
    }

    /// <summary>Uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio, 2010).</summary>
    internal static FloatTensor Glorot(FloatTensor tensor, int inputs, int outputs, RandomStream random) =>
        Uniform(tensor, Math.Sqrt(6.0 / (inputs + outputs)), random);
}

using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Peers;

/// <summary>Weights that depend on a seed and a name only, so that several libraries can be given the same network part by part.</summary>
internal sealed partial class SeededWeights(RandomStream random)
{
    /// <summary>W[outputs,inputs], uniform in ±√(6 / (inputs + outputs)).</summary>
    internal FloatTensor Matrix(string name, int outputs, int inputs) => Uniform(name, 0, Math.Sqrt(6.0 / (outputs + inputs)), outputs, inputs);

    /// <summary>b[size], uniform in ±0.05.</summary>
    internal FloatTensor Bias(string name, int size) => Uniform(name, 0, 0.05, size);

    /// <summary>The factors of a norm, uniform in 1 ± 0.05.</summary>
    internal FloatTensor Factors(string name, int size) => Uniform(name, 1, 0.05, size);

    internal void Fill(Linear layer, string name)
    {
        Set(layer.Weight, Matrix(name + ".weight", layer.Outputs, layer.Inputs));
        if (layer.Bias is { } bias) Set(bias, Bias(name + ".bias", layer.Outputs));
    }

    internal void Fill(Embedding table, string name) => Set(table.Weight, Matrix(name, table.Count, table.Size));

    internal void Fill(LayerNorm norm, string name)
    {
        Set(norm.Weight, Factors(name + ".weight", norm.Size));
        Set(norm.Bias, Bias(name + ".bias", norm.Size));
    }

    /// <summary>Fills the maps of queries, keys and values, which are one matrix, as if they were three, and that of the output.</summary>
    internal void Fill(MultiHeadAttention layer, string name)
    {
        string[] parts = [".query", ".key", ".value"];
        for (var i = 0; i < parts.Length; i++)
        {
            Matrix(name + parts[i] + ".weight", layer.Size, layer.Size).Span.CopyTo(layer.InputWeight.Value.Span[(i * layer.Size * layer.Size)..]);
            Bias(name + parts[i] + ".bias", layer.Size).Span.CopyTo(layer.InputBias.Value.Span[(i * layer.Size)..]);
        }

        Fill(layer.Output, name + ".output");
    }

    internal void Fill(TransformerEncoderLayer layer, string name)
    {
        Fill(layer.SelfAttention, name);
        Fill(layer.AttentionNorm, name + ".first");
        Fill(layer.Inner, name + ".inner");
        Fill(layer.Outer, name + ".outer");
        Fill(layer.FeedForwardNorm, name + ".second");
    }

    internal void Fill(LearnedPositions positions, string name) => Set(positions.Weight, Matrix(name, positions.Weight.Value.Shape[0], positions.Weight.Value.Shape[1]));

    internal void Fill(Gru layer, string name)
    {
        Set(layer.InputWeight, Matrix(name + ".weight_ih", 3 * layer.Hidden, layer.Inputs));
        Set(layer.HiddenWeight, Matrix(name + ".weight_hh", 3 * layer.Hidden, layer.Hidden));
        Set(layer.InputBias, Bias(name + ".bias_ih", 3 * layer.Hidden));
        Set(layer.HiddenBias, Bias(name + ".bias_hh", 3 * layer.Hidden));
    }

    internal static void Set(Parameter parameter, FloatTensor value) => value.Span.CopyTo(parameter.Value.Span);

    private FloatTensor Uniform(string name, double middle, double limit, params ReadOnlySpan<int> shape)
    {
        var tensor = new FloatTensor(shape);
        var draw = random.Fork(name);
        foreach (ref var value in tensor.Span) value = (float)(middle + limit * (2 * draw.NextSingle() - 1));
        return tensor;
    }
}

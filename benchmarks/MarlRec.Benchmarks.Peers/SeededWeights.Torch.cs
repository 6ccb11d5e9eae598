using MarlRec.Benchmarks.Peers.Native;

namespace MarlRec.Benchmarks.Peers;

// The same weights for TorchSharp's layers; apart, so that MarlRec's workloads can be compiled without it.
internal sealed partial class SeededWeights
{
    internal void Fill(TorchSharp.Modules.Linear layer, string name)
    {
        TorchTensors.Copy(Matrix(name + ".weight", (int)layer.weight.shape[0], (int)layer.weight.shape[1]), layer.weight);
        if (layer.bias is { } bias) TorchTensors.Copy(Bias(name + ".bias", (int)bias.shape[0]), bias);
    }

    internal void Fill(TorchSharp.Modules.Embedding table, string name) =>
        TorchTensors.Copy(Matrix(name, (int)table.weight!.shape[0], (int)table.weight.shape[1]), table.weight);

    internal void Fill(TorchSharp.Modules.LayerNorm norm, string name)
    {
        TorchTensors.Copy(Factors(name + ".weight", (int)norm.weight!.shape[0]), norm.weight);
        TorchTensors.Copy(Bias(name + ".bias", (int)norm.bias!.shape[0]), norm.bias);
    }

    internal void Fill(TorchSharp.Modules.GRUCell cell, string name)
    {
        foreach (var (part, parameter) in cell.named_parameters())
        {
            var outputs = (int)parameter.shape[0];
            TorchTensors.Copy(parameter.shape.Length == 2 ? Matrix($"{name}.{part}", outputs, (int)parameter.shape[1]) : Bias($"{name}.{part}", outputs), parameter);
        }
    }
}

using MarlRec.Benchmarks.Peers.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace MarlRec.Benchmarks.Peers.Sequences;

/// <summary>The text classifier in TorchSharp, with the weights of MarlRec's. Its LSTM has two biases; the second starts at zero.</summary>
internal sealed class TorchTextClassifier : IDisposable
{
    private readonly TorchSharp.Modules.Embedding _embedding = Embedding(TextShape.Words, TextShape.Embedded);
    private readonly TorchSharp.Modules.LSTM _lstm = LSTM(TextShape.Embedded, TextShape.Hidden, batchFirst: true);
    private readonly TorchSharp.Modules.Linear _output = Linear(TextShape.Hidden, 1);
    private readonly TorchSharp.Modules.Adam _adam;
    private readonly torch.Tensor _ids, _targets;

    internal TorchTextClassifier(MarlRecTextClassifier like, int[] ids, float[] targets)
    {
        TorchTensors.Copy(like.Embedding.Weight, _embedding.weight!);
        TorchTensors.Copy(like.Lstm.InputWeight, _lstm.get_parameter("weight_ih_l0")!);
        TorchTensors.Copy(like.Lstm.HiddenWeight, HiddenWeight);
        TorchTensors.Copy(like.Lstm.Bias, _lstm.get_parameter("bias_ih_l0")!);
        using (torch.no_grad()) _lstm.get_parameter("bias_hh_l0")!.zero_();
        TorchTensors.Copy(like.Output, _output);
        _adam = torch.optim.Adam([.. _embedding.parameters(), .. _lstm.parameters(), .. _output.parameters()], 1e-3);
        _ids = TorchTensors.Of(ids, targets.Length, TextShape.Time);
        _targets = TorchTensors.Of(targets, targets.Length);
    }

    internal TorchSharp.Modules.Parameter HiddenWeight => _lstm.get_parameter("weight_hh_l0")!;

    internal float Loss()
    {
        using var scope = torch.NewDisposeScope();
        return Backward().item<float>();
    }

    internal void Train()
    {
        using var scope = torch.NewDisposeScope();
        Backward();
        _adam.step();
    }

    internal float[] Infer()
    {
        using var scope = torch.NewDisposeScope();
        using var mode = torch.inference_mode();
        return TorchTensors.Values(Logits().sigmoid());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable part in new IDisposable[] { _embedding, _lstm, _output, _adam, _ids, _targets }) part.Dispose();
    }

    private torch.Tensor Backward()
    {
        _adam.zero_grad();
        var loss = functional.binary_cross_entropy_with_logits(Logits(), _targets);
        loss.backward();
        return loss;
    }

    private torch.Tensor Logits()
    {
        var (_, last, _) = _lstm.call(_embedding.call(_ids));
        return _output.call(last.squeeze(0)).squeeze(1);
    }
}

using MarlRec.Benchmarks.Peers.Native;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>MiniLM in TorchSharp, with fused attention.</summary>
internal sealed class TorchMiniLm : IDisposable
{
    private readonly TorchSharp.Modules.Embedding _words = Embedding(MiniLmShape.Words, MiniLmShape.Size), _positions = Embedding(MiniLmShape.Positions, MiniLmShape.Size);
    private readonly TorchSharp.Modules.LayerNorm _first = LayerNorm(MiniLmShape.Size, MiniLmShape.Epsilon);
    private readonly Layer[] _layers = new Layer[MiniLmShape.Layers];
    private readonly Tensor _ids, _order;

    internal TorchMiniLm(SeededWeights weights, int[] ids)
    {
        weights.Fill(_words, "words");
        weights.Fill(_positions, "positions");
        weights.Fill(_first, "first");
        for (var i = 0; i < _layers.Length; i++) _layers[i] = new Layer(weights, $"layer{i}");
        _ids = TorchTensors.Of(ids, ids.Length / MiniLmShape.Time, MiniLmShape.Time);
        _order = arange(MiniLmShape.Time);
    }

    /// <returns>Unit vectors [B, D].</returns>
    internal float[] Encode()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var x = _first.call(_words.call(_ids) + _positions.call(_order));
        foreach (var layer in _layers) x = layer.Forward(x);
        return TorchTensors.Values(functional.normalize(x.mean([1]), 2, 1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IDisposable[] parts = [_words, _positions, _first, .. _layers, _ids, _order];
        foreach (var part in parts) part.Dispose();
    }

    private sealed class Layer : IDisposable
    {
        private readonly TorchSharp.Modules.Linear _query = Square(), _key = Square(), _value = Square(), _output = Square();
        private readonly TorchSharp.Modules.Linear _inner = Linear(MiniLmShape.Size, MiniLmShape.Inner), _outer = Linear(MiniLmShape.Inner, MiniLmShape.Size);
        private readonly TorchSharp.Modules.LayerNorm _first = LayerNorm(MiniLmShape.Size, MiniLmShape.Epsilon), _second = LayerNorm(MiniLmShape.Size, MiniLmShape.Epsilon);

        internal Layer(SeededWeights weights, string name)
        {
            (TorchSharp.Modules.Linear Layer, string Name)[] layers =
                [(_query, ".query"), (_key, ".key"), (_value, ".value"), (_output, ".output"), (_inner, ".inner"), (_outer, ".outer")];
            foreach (var layer in layers) weights.Fill(layer.Layer, name + layer.Name);
            weights.Fill(_first, name + ".first");
            weights.Fill(_second, name + ".second");
        }

        public void Dispose()
        {
            Module[] parts = [_query, _key, _value, _output, _inner, _outer, _first, _second];
            foreach (var part in parts) part.Dispose();
        }

        internal Tensor Forward(Tensor x)
        {
            var attended = functional.scaled_dot_product_attention(Heads(_query.call(x)), Heads(_key.call(x)), Heads(_value.call(x)));
            var middle = _first.call(x + _output.call(attended.transpose(1, 2).reshape(x.shape)));
            return _second.call(middle + _outer.call(functional.gelu(_inner.call(middle))));
        }

        private static Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], MiniLmShape.Heads, -1).transpose(1, 2);

        private static TorchSharp.Modules.Linear Square() => Linear(MiniLmShape.Size, MiniLmShape.Size);
    }
}

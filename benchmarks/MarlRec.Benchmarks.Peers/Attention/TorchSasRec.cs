using MarlRec.Benchmarks.Peers.Native;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>SASRec in TorchSharp: the paper's wiring (queries and residuals from the normalised input, keys and values from the input itself), with fused attention.</summary>
internal sealed class TorchSasRec : IDisposable
{
    private readonly SasRecShape _shape;
    private readonly TorchSharp.Modules.Embedding _items, _positions;
    private readonly Block[] _blocks = new Block[SasRecShape.Blocks];
    private readonly TorchSharp.Modules.LayerNorm _last = LayerNorm(SasRecShape.Size, eps: 1e-5);
    private readonly TorchSharp.Modules.Adam _adam;
    private readonly Tensor _histories, _next, _negatives, _order;

    internal TorchSasRec(SasRecShape shape, SasRecBatch batch, SeededWeights weights)
    {
        _shape = shape;
        _items = Embedding(shape.Items + 1, SasRecShape.Size);
        _positions = Embedding(shape.Time, SasRecShape.Size);
        weights.Fill(_items, "items");
        weights.Fill(_positions, "positions");
        weights.Fill(_last, "last");
        for (var i = 0; i < _blocks.Length; i++) _blocks[i] = new Block(weights, $"block{i}");
        _adam = optim.Adam([.. _items.parameters(), .. _positions.parameters(), .. _blocks.SelectMany(block => block.Parameters), .. _last.parameters()], 1e-3, 0.9, 0.98);
        _histories = TorchTensors.Of(batch.Histories, SasRecShape.Batch, shape.Time);
        _next = TorchTensors.Of(batch.Next, SasRecShape.Batch, shape.Time);
        _negatives = TorchTensors.Of(batch.Negatives, SasRecShape.Batch, shape.Time);
        _order = arange(shape.Time);
    }

    /// <summary>One update.</summary>
    internal void Train()
    {
        using var scope = NewDisposeScope();
        Update();
    }

    /// <summary>One update.</summary>
    /// <returns>The loss before it.</returns>
    internal float Loss()
    {
        using var scope = NewDisposeScope();
        return Update().item<float>();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IDisposable[] parts = [_items, _positions, .. _blocks, _last, _adam, _histories, _next, _negatives, _order];
        foreach (var part in parts) part.Dispose();
    }

    private Tensor Update()
    {
        _adam.zero_grad();
        var loss = Loss(Encode());
        loss.backward();
        _adam.step();
        return loss;
    }

    private Tensor Encode()
    {
        var x = Drop(_items.call(_histories) * Math.Sqrt(SasRecShape.Size) + _positions.call(_order));
        foreach (var block in _blocks) x = block.Forward(x, Drop);
        return _last.call(x);
    }

    private Tensor Loss(Tensor hidden)
    {
        if (_shape.AgainstAll) return functional.cross_entropy(matmul(hidden.reshape(_shape.Positions, SasRecShape.Size), _items.weight!.t()), _next.reshape(_shape.Positions));
        Tensor right = (hidden * _items.call(_next)).sum(-1), wrong = (hidden * _items.call(_negatives)).sum(-1);
        return functional.binary_cross_entropy_with_logits(right, ones_like(right)) + functional.binary_cross_entropy_with_logits(wrong, zeros_like(wrong));
    }

    private Tensor Drop(Tensor x) => _shape.Dropout > 0 ? functional.dropout(x, _shape.Dropout, training: true) : x;

    private sealed class Block : IDisposable
    {
        private readonly TorchSharp.Modules.LayerNorm _first = LayerNorm(SasRecShape.Size, eps: 1e-5), _second = LayerNorm(SasRecShape.Size, eps: 1e-5);
        private readonly TorchSharp.Modules.Linear _query = Square(), _key = Square(), _value = Square(), _output = Square(), _inner = Square(), _outer = Square();

        internal Block(SeededWeights weights, string name)
        {
            weights.Fill(_first, name + ".first");
            weights.Fill(_second, name + ".second");
            (TorchSharp.Modules.Linear Layer, string Name)[] layers =
                [(_query, ".query"), (_key, ".key"), (_value, ".value"), (_output, ".output"), (_inner, ".inner"), (_outer, ".outer")];
            foreach (var layer in layers) weights.Fill(layer.Layer, name + layer.Name);
        }

        internal IEnumerable<TorchSharp.Modules.Parameter> Parameters => Parts.SelectMany(part => part.parameters());

        private Module[] Parts => [_first, _query, _key, _value, _output, _second, _inner, _outer];

        public void Dispose()
        {
            foreach (var part in Parts) part.Dispose();
        }

        internal Tensor Forward(Tensor x, Func<Tensor, Tensor> drop)
        {
            var normed = _first.call(x);
            var attended = functional.scaled_dot_product_attention(
                _query.call(normed).unsqueeze(1), _key.call(x).unsqueeze(1), _value.call(x).unsqueeze(1), is_casual: true).squeeze(1);
            var between = _second.call(normed + drop(_output.call(attended)));
            return between + drop(_outer.call(drop(functional.relu(_inner.call(between)))));
        }

        private static TorchSharp.Modules.Linear Square() => Linear(SasRecShape.Size, SasRecShape.Size);
    }
}

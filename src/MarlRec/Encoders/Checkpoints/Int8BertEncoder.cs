using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>A <see cref="BertEncoder"/> for inference whose linear layers hold bytes; its tables and norms stay float32. Thread safety: <em>immutable</em>.</summary>
internal sealed class Int8BertEncoder
{
    private readonly BertEmbeddings _embeddings;
    private readonly Layer[] _layers;

    /// <summary>Rounds an encoder's linear layers; its other parameters are shared with it.</summary>
    internal Int8BertEncoder(BertEncoder source)
    {
        _embeddings = source.Embeddings;
        _layers = new Layer[source.Encoder.Layers.Count];
        for (var i = 0; i < _layers.Length; i++) _layers[i] = new Layer(source.Encoder.Layers[i]);
    }

    /// <summary>How many bytes its weights take.</summary>
    internal long Bytes
    {
        get
        {
            var bytes = sizeof(float) * (long)_embeddings.ParameterCount;
            foreach (var layer in _layers) bytes += layer.Bytes;
            return bytes;
        }
    }

    internal Variable Forward(EncoderScratch scratch, ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths)
    {
        var x = scratch.Keep(_embeddings.Forward(scratch.Tape, ids, lengths.Length));
        foreach (var layer in _layers) x = scratch.Keep(layer.Forward(scratch.Tape, x, lengths));
        return x;
    }

    private sealed class Layer(TransformerEncoderLayer source)
    {
        private readonly Int8Linear _input = new(source.SelfAttention.InputWeight.Value, source.SelfAttention.InputBias.Value);
        private readonly Int8Linear _output = Of(source.SelfAttention.Output);
        private readonly Int8Linear _inner = Of(source.Inner);
        private readonly Int8Linear _outer = Of(source.Outer);
        private readonly LayerNorm _attentionNorm = source.AttentionNorm, _feedForwardNorm = source.FeedForwardNorm;
        private readonly int _heads = source.SelfAttention.Heads;

        internal long Bytes => _input.Bytes + _output.Bytes + _inner.Bytes + _outer.Bytes
            + sizeof(float) * (long)(_attentionNorm.ParameterCount + _feedForwardNorm.ParameterCount);

        internal Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths)
        {
            var attended = _output.Forward(tape, tape.SelfAttention(_input.Forward(tape, x), _heads, lengths));
            x = _attentionNorm.Forward(tape, tape.Add(x, attended));
            return _feedForwardNorm.Forward(tape, tape.Add(x, _outer.Forward(tape, _inner.Forward(tape, x))));
        }

        private static Int8Linear Of(Linear map) => new(map.Weight.Value, map.Bias!.Value, map.Activation);
    }
}

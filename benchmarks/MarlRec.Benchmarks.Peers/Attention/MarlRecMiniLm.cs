using System.Numerics.Tensors;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>MiniLM in MarlRec, frozen. Thread safety: <em>single owner</em>.</summary>
internal sealed class MarlRecMiniLm : Module
{
    private readonly Embedding _words, _positions;
    private readonly LayerNorm _first;
    private readonly MarlRecMiniLmLayer[] _layers = new MarlRecMiniLmLayer[MiniLmShape.Layers];
    private readonly Tape _tape;
    private readonly int[] _ids, _order;
    private readonly int _batch;
    private readonly float[] _vectors;

    internal MarlRecMiniLm(ComputeContext context, SeededWeights weights, int[] ids)
    {
        var random = Draws.Stream("minilm"); // overwritten
        _words = Register("words", new Embedding(MiniLmShape.Words, MiniLmShape.Size, random));
        _positions = Register("positions", new Embedding(MiniLmShape.Positions, MiniLmShape.Size, random));
        _first = Register("first", new LayerNorm(MiniLmShape.Size, MiniLmShape.Epsilon));
        weights.Fill(_words, "words");
        weights.Fill(_positions, "positions");
        weights.Fill(_first, "first");
        for (var i = 0; i < _layers.Length; i++) _layers[i] = Register($"layer{i}", new MarlRecMiniLmLayer(weights, $"layer{i}"));
        Freeze();
        _tape = new Tape(context, recording: false);
        _ids = ids;
        _order = [.. Enumerable.Range(0, ids.Length).Select(i => i % MiniLmShape.Time)];
        _batch = ids.Length / MiniLmShape.Time;
        _vectors = new float[_batch * MiniLmShape.Size];
    }

    /// <returns>Unit vectors [B, D], valid until the next call.</returns>
    internal ReadOnlySpan<float> Encode()
    {
        _tape.Reset();
        var sum = _tape.Add(_words.Forward(_tape, _ids, _batch, MiniLmShape.Time), _positions.Forward(_tape, _order, _batch, MiniLmShape.Time));
        var x = _first.Forward(_tape, sum);
        foreach (var layer in _layers) x = layer.Forward(_tape, x);
        for (var i = 0; i < _batch; i++) Pool(x.Value.Slice(i * MiniLmShape.Time * MiniLmShape.Size, MiniLmShape.Time * MiniLmShape.Size), _vectors.AsSpan(i * MiniLmShape.Size, MiniLmShape.Size));
        return _vectors;
    }

    // The mean of the tokens' vectors, scaled to length 1: so their sum serves.
    private static void Pool(ReadOnlySpan<float> tokens, Span<float> vector)
    {
        vector.Clear();
        for (var t = 0; t < MiniLmShape.Time; t++) TensorPrimitives.Add(vector, tokens.Slice(t * MiniLmShape.Size, MiniLmShape.Size), vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
    }
}

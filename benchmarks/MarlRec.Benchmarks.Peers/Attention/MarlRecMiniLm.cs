using System.Numerics.Tensors;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>MiniLM in MarlRec, frozen. Thread safety: <em>single owner</em>.</summary>
internal sealed class MarlRecMiniLm : Module
{
    private readonly Embedding _words;
    private readonly LearnedPositions _positions;
    private readonly LayerNorm _first;
    private readonly TransformerEncoder _encoder;
    private readonly Tape _tape;
    private readonly int[] _ids;
    private readonly float[] _vectors;

    internal MarlRecMiniLm(ComputeContext context, SeededWeights weights, int[] ids)
    {
        var random = Draws.Stream("minilm"); // overwritten
        var options = new TransformerOptions
        {
            Size = MiniLmShape.Size,
            Heads = MiniLmShape.Heads,
            Inner = MiniLmShape.Inner,
            Layers = MiniLmShape.Layers,
            Activation = ActivationKind.Gelu,
            Epsilon = MiniLmShape.Epsilon,
        };
        _words = Register("words", new Embedding(MiniLmShape.Words, MiniLmShape.Size, random));
        _positions = Register("positions", new LearnedPositions(MiniLmShape.Positions, MiniLmShape.Size, random));
        _first = Register("first", new LayerNorm(MiniLmShape.Size, MiniLmShape.Epsilon));
        _encoder = Register("encoder", new TransformerEncoder(options, random));
        weights.Fill(_words, "words");
        weights.Fill(_positions, "positions");
        weights.Fill(_first, "first");
        for (var i = 0; i < _encoder.Layers.Count; i++) weights.Fill(_encoder.Layers[i], $"layer{i}");
        Freeze();
        _tape = new Tape(context, recording: false);
        _ids = ids;
        _vectors = new float[ids.Length / MiniLmShape.Time * MiniLmShape.Size];
    }

    /// <returns>Unit vectors [B, D], valid until the next call.</returns>
    internal ReadOnlySpan<float> Encode()
    {
        _tape.Reset();
        var words = _words.Forward(_tape, _ids, _ids.Length / MiniLmShape.Time, MiniLmShape.Time);
        var x = _encoder.Forward(_tape, _first.Forward(_tape, _positions.Forward(_tape, words)));
        var means = _tape.MeanSteps(x).Value;
        for (var i = 0; i < means.Length; i += MiniLmShape.Size)
        {
            var mean = means.Slice(i, MiniLmShape.Size);
            TensorPrimitives.Divide(mean, TensorPrimitives.Norm(mean), _vectors.AsSpan(i, MiniLmShape.Size));
        }

        return _vectors;
    }
}

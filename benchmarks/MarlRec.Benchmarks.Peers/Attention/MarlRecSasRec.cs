using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>SASRec in MarlRec. Thread safety: <em>single owner</em>.</summary>
internal sealed class MarlRecSasRec : Module
{
    private readonly SasRecShape _shape;
    private readonly SasRecBatch _batch;
    private readonly Embedding _items;
    private readonly LearnedPositions _positions;
    private readonly MarlRecSasRecBlock[] _blocks = new MarlRecSasRecBlock[SasRecShape.Blocks];
    private readonly LayerNorm _last;
    private readonly Adam _adam;
    private readonly Tape _tape;
    private readonly RandomStream _dropout = Draws.Stream("sasrec dropout");
    private readonly float[] _ones, _zeros;

    internal MarlRecSasRec(ComputeContext context, SasRecShape shape, SasRecBatch batch, SeededWeights weights)
    {
        var random = Draws.Stream("sasrec"); // overwritten
        _shape = shape;
        _batch = batch;
        _items = Register("items", new Embedding(shape.Items + 1, SasRecShape.Size, random));
        _positions = Register("positions", new LearnedPositions(shape.Time, SasRecShape.Size, random));
        _last = Register("last", new LayerNorm(SasRecShape.Size));
        weights.Fill(_items, "items");
        weights.Fill(_positions, "positions");
        weights.Fill(_last, "last");
        for (var i = 0; i < _blocks.Length; i++) _blocks[i] = Register($"block{i}", new MarlRecSasRecBlock((float)shape.Dropout, weights, $"block{i}"));
        _adam = new Adam(NamedParameters(), new AdamOptions { Beta2 = 0.98 }, context);
        _tape = new Tape(context);
        _ones = new float[shape.Positions];
        _ones.AsSpan().Fill(1);
        _zeros = new float[shape.Positions];
    }

    /// <summary>One update.</summary>
    /// <returns>The loss before it.</returns>
    internal float Train()
    {
        _tape.Reset();
        _adam.ZeroGradients();
        var loss = Loss(Encode());
        _tape.Backward(loss);
        _adam.Step();
        return loss.Value[0];
    }

    private Variable Encode()
    {
        var items = _tape.Scale(_items.Forward(_tape, _batch.Histories, SasRecShape.Batch, _shape.Time), MathF.Sqrt(SasRecShape.Size));
        var x = _tape.Dropout(_positions.Forward(_tape, items), (float)_shape.Dropout, _dropout);
        foreach (var block in _blocks) x = block.Forward(_tape, x, _dropout);
        return _last.Forward(_tape, x);
    }

    private Variable Loss(Variable hidden)
    {
        if (_shape.AgainstAll) return _tape.SoftmaxCrossEntropy(hidden, _tape.Parameter(_items.Weight), null, _batch.Next);
        return _tape.Add(
            _tape.BinaryCrossEntropyWithLogits(Scores(hidden, _batch.Next), _ones), _tape.BinaryCrossEntropyWithLogits(Scores(hidden, _batch.Negatives), _zeros));
    }

    // The inner product of each position with one item.
    private Variable Scores(Variable hidden, int[] items)
    {
        var vectors = _items.Forward(_tape, items, SasRecShape.Batch, _shape.Time);
        return _tape.BatchedMatMul(_tape.Reshape(hidden, _shape.Positions, 1, SasRecShape.Size), _tape.Reshape(vectors, _shape.Positions, SasRecShape.Size, 1));
    }
}

using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>SASRec in MarlRec, in shards of some histories. Thread safety: <em>single owner</em>.</summary>
internal sealed class MarlRecSasRec : Module
{
    private readonly SasRecShape _shape;
    private readonly SasRecBatch _batch;
    private readonly Embedding _items;
    private readonly LearnedPositions _positions;
    private readonly MarlRecSasRecBlock[] _blocks = new MarlRecSasRecBlock[SasRecShape.Blocks];
    private readonly LayerNorm _last;
    private readonly Adam _adam;
    private readonly ShardedBackward _backward;
    private readonly Func<Tape, int, Variable> _loss;
    private readonly RandomStream[] _dropouts;
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
        _backward = new ShardedBackward(NamedParameters(), context);
        _loss = Loss;
        _dropouts = [.. Enumerable.Range(0, shape.Shards).Select(shard => Draws.Stream($"sasrec dropout {shard}"))];
        _ones = new float[shape.Positions / shape.Shards];
        _ones.AsSpan().Fill(1);
        _zeros = new float[_ones.Length];
    }

    /// <summary>One update.</summary>
    /// <returns>The loss before it.</returns>
    internal float Train()
    {
        _adam.ZeroGradients();
        var loss = _backward.Run(_shape.Shards, _loss);
        _adam.Step();
        return (float)loss;
    }

    // A shard's part of the mean.
    private Variable Loss(Tape tape, int shard) => tape.Scale(Loss(tape, Encode(tape, shard), shard), 1f / _shape.Shards);

    private Variable Encode(Tape tape, int shard)
    {
        var random = _dropouts[shard];
        var items = tape.Scale(Look(tape, _batch.Histories, shard), MathF.Sqrt(SasRecShape.Size));
        var x = tape.Dropout(_positions.Forward(tape, items), (float)_shape.Dropout, random);
        foreach (var block in _blocks) x = block.Forward(tape, x, random);
        return _last.Forward(tape, x);
    }

    private Variable Loss(Tape tape, Variable hidden, int shard)
    {
        if (_shape.AgainstAll) return tape.SoftmaxCrossEntropy(hidden, tape.Parameter(_items.Weight), null, Part(_batch.Next, shard));
        return tape.Add(
            tape.BinaryCrossEntropyWithLogits(Scores(tape, hidden, _batch.Next, shard), _ones),
            tape.BinaryCrossEntropyWithLogits(Scores(tape, hidden, _batch.Negatives, shard), _zeros));
    }

    // The inner product of each position with one item.
    private Variable Scores(Tape tape, Variable hidden, int[] items, int shard)
    {
        var vectors = tape.Reshape(Look(tape, items, shard), _ones.Length, SasRecShape.Size, 1);
        return tape.BatchedMatMul(tape.Reshape(hidden, _ones.Length, 1, SasRecShape.Size), vectors);
    }

    private Variable Look(Tape tape, int[] items, int shard) => _items.Forward(tape, Part(items, shard), SasRecShape.Batch / _shape.Shards, _shape.Time);

    private ReadOnlySpan<int> Part(int[] ids, int shard) => ids.AsSpan(shard * _ones.Length, _ones.Length);
}

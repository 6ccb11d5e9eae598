using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Sequences;

/// <summary>The text classifier in MarlRec. Thread safety: <em>single owner</em>.</summary>
internal sealed class MarlRecTextClassifier
{
    private const int ShardRows = 8;
    private readonly Sequential _net;
    private readonly Adam _adam;
    private readonly ShardedBackward _backward;
    private readonly Func<Tape, int, Variable> _loss;
    private readonly Tape _inference;
    private readonly int[] _ids, _lengths;
    private readonly float[] _targets;

    internal MarlRecTextClassifier(ComputeContext context, RandomStream random, int[] ids, float[] targets)
    {
        Embedding = new Embedding(TextShape.Words, TextShape.Embedded, random);
        Lstm = new Lstm(TextShape.Embedded, TextShape.Hidden, random);
        Output = new Linear(TextShape.Hidden, 1, random);
        _net = new Sequential(Embedding, Lstm, Output);
        _adam = new Adam(_net.NamedParameters(), context: context);
        _backward = new ShardedBackward(_net.NamedParameters(), context);
        _loss = Loss;
        _inference = new Tape(context, recording: false);
        _ids = ids;
        _targets = targets;
        _lengths = new int[targets.Length];
        _lengths.AsSpan().Fill(TextShape.Time);
    }

    internal Embedding Embedding { get; }

    internal Lstm Lstm { get; }

    internal Linear Output { get; }

    /// <summary>The loss and, in the parameters, its gradients.</summary>
    internal float Backward()
    {
        _adam.ZeroGradients();
        return (float)_backward.Run(Shards, _loss);
    }

    internal void Train()
    {
        Backward();
        _adam.Step();
    }

    /// <summary>Ends training: from now on it only infers.</summary>
    internal void Freeze() => _net.Freeze();

    /// <summary>B probabilities, valid until the next call.</summary>
    internal ReadOnlySpan<float> Infer()
    {
        _inference.Reset();
        return _inference.Sigmoid(Logits(_inference, 0, _lengths.Length)).Value;
    }

    private int Shards => Math.Max(1, _lengths.Length / ShardRows);

    // A shard's part of the mean.
    private Variable Loss(Tape tape, int shard)
    {
        var rows = _lengths.Length / Shards;
        return tape.Scale(tape.BinaryCrossEntropyWithLogits(Logits(tape, shard * rows, rows), _targets.AsSpan(shard * rows, rows)), 1f / Shards);
    }

    private Variable Logits(Tape tape, int first, int rows) => _net.Forward(
        tape, new SequenceBatch(_ids.AsSpan(first * TextShape.Time, rows * TextShape.Time), _lengths.AsSpan(first, rows), TextShape.Time));
}

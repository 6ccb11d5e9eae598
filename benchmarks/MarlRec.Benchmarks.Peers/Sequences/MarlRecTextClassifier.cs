using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Sequences;

/// <summary>The text classifier in MarlRec. Thread safety: <em>single owner</em>.</summary>
internal sealed class MarlRecTextClassifier
{
    private readonly Sequential _net;
    private readonly Adam _adam;
    private readonly Tape _training, _inference;
    private readonly int[] _ids, _lengths;
    private readonly float[] _targets;

    internal MarlRecTextClassifier(ComputeContext context, RandomStream random, int[] ids, float[] targets)
    {
        Embedding = new Embedding(TextShape.Words, TextShape.Embedded, random);
        Lstm = new Lstm(TextShape.Embedded, TextShape.Hidden, random);
        Output = new Linear(TextShape.Hidden, 1, random);
        _net = new Sequential(Embedding, Lstm, Output);
        _adam = new Adam(_net.NamedParameters(), context: context);
        _training = new Tape(context);
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
        _training.Reset();
        _adam.ZeroGradients();
        var loss = _training.BinaryCrossEntropyWithLogits(Logits(_training), _targets);
        _training.Backward(loss);
        return loss.Value[0];
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
        return _inference.Sigmoid(Logits(_inference)).Value;
    }

    private Variable Logits(Tape tape) => _net.Forward(tape, new SequenceBatch(_ids, _lengths, TextShape.Time));
}

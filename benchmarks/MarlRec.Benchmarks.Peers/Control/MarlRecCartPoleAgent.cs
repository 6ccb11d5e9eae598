using System.Numerics.Tensors;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>The deep Q-network in MarlRec. Thread safety: <em>single owner</em>.</summary>
internal sealed class MarlRecCartPoleAgent
{
    private readonly Sequential _net, _target;
    private readonly Adam _adam;
    private readonly Tape _training, _inference;
    private readonly ReplayMemory _memory;
    private readonly ReplayBatch _batch = new();
    private readonly int[] _actions = new int[ReplayBatch.Size];
    private readonly float[] _targets = new float[ReplayBatch.Size];

    internal MarlRecCartPoleAgent(ComputeContext context, RandomStream random, ReplayMemory memory)
    {
        _net = Network(random);
        _target = Network(random);
        var state = new Dictionary<string, Tensors.FloatTensor>();
        _net.ExportState(state, "");
        _target.ImportState(state, "");
        _target.Freeze();
        _adam = new Adam(_net.NamedParameters(), new AdamOptions { LearningRate = 2.5e-4 }, context);
        _training = new Tape(context);
        _inference = new Tape(context, recording: false);
        _memory = memory;
    }

    /// <summary>The three linear layers, first to last.</summary>
    internal IReadOnlyList<Linear> Layers => [.. _net.Layers.OfType<Linear>()];

    /// <summary>Ends training: from now on it only acts.</summary>
    internal void Freeze() => _net.Freeze();

    internal int Act(ReadOnlySpan<float> observation)
    {
        _inference.Reset();
        var x = _inference.Constant(observation, 1, CartPoleShape.Observations);
        return TensorPrimitives.IndexOfMax(_net.Forward(_inference, x).Value);
    }

    /// <summary>One update on a sampled batch.</summary>
    /// <returns>The loss.</returns>
    internal float Train()
    {
        _memory.Sample(_batch);
        _inference.Reset();
        var next = _target.Forward(_inference, _inference.Constant(_batch.Next, ReplayBatch.Size, CartPoleShape.Observations)).Value;
        for (var i = 0; i < ReplayBatch.Size; i++)
        {
            var best = TensorPrimitives.Max(next.Slice(i * CartPoleShape.Actions, CartPoleShape.Actions));
            _targets[i] = _batch.Rewards[i] + CartPoleShape.Discount * best * (1 - _batch.Terminated[i]);
            _actions[i] = (int)_batch.Actions[i];
        }

        _training.Reset();
        _adam.ZeroGradients();
        var q = _net.Forward(_training, _training.Constant(_batch.Observations, ReplayBatch.Size, CartPoleShape.Observations));
        var loss = _training.MeanSquaredError(_training.GatherColumns(q, _actions), _targets);
        _training.Backward(loss);
        _adam.Step();
        return loss.Value[0];
    }

    private static Sequential Network(RandomStream random) => new(
        new Linear(CartPoleShape.Observations, CartPoleShape.First, random) { Activation = ActivationKind.Relu },
        new Linear(CartPoleShape.First, CartPoleShape.Second, random) { Activation = ActivationKind.Relu },
        new Linear(CartPoleShape.Second, CartPoleShape.Actions, random));
}

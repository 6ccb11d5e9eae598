using MarlRec.Benchmarks.Peers.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>The deep Q-network in TorchSharp, with the weights of MarlRec's.</summary>
internal sealed class TorchCartPoleAgent : IDisposable
{
    private readonly TorchSharp.Modules.Sequential _net, _target;
    private readonly TorchSharp.Modules.Adam _adam;
    private readonly ReplayMemory _memory;
    private readonly ReplayBatch _batch = new();

    internal TorchCartPoleAgent(MarlRecCartPoleAgent like, ReplayMemory memory)
    {
        _net = Network(like);
        _target = Network(like);
        _adam = torch.optim.Adam(_net.parameters(), 2.5e-4);
        _memory = memory;
    }

    internal int Act(float[] observation)
    {
        using var scope = torch.NewDisposeScope();
        using var mode = torch.inference_mode();
        return (int)_net.call(torch.tensor(observation).unsqueeze(0)).argmax(1).item<long>();
    }

    /// <summary>One update on a sampled batch.</summary>
    internal void Train()
    {
        using var scope = torch.NewDisposeScope();
        Update();
    }

    internal float Loss()
    {
        using var scope = torch.NewDisposeScope();
        return Update().item<float>();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _net.Dispose();
        _target.Dispose();
        _adam.Dispose();
    }

    private torch.Tensor Update()
    {
        _memory.Sample(_batch);
        torch.Tensor observations = torch.tensor(_batch.Observations).view(ReplayBatch.Size, -1), next = torch.tensor(_batch.Next).view(ReplayBatch.Size, -1);
        torch.Tensor actions = torch.tensor(_batch.Actions).view(-1, 1), rewards = torch.tensor(_batch.Rewards), terminated = torch.tensor(_batch.Terminated);
        torch.Tensor target;
        using (torch.no_grad())
        {
            var (best, _) = _target.call(next).max(1);
            target = rewards + CartPoleShape.Discount * best * (1 - terminated);
        }

        var loss = functional.mse_loss(_net.call(observations).gather(1, actions).squeeze(1), target);
        _adam.zero_grad();
        loss.backward();
        _adam.step();
        return loss;
    }

    private static TorchSharp.Modules.Sequential Network(MarlRecCartPoleAgent like)
    {
        TorchSharp.Modules.Linear[] layers =
        [
            Linear(CartPoleShape.Observations, CartPoleShape.First), Linear(CartPoleShape.First, CartPoleShape.Second), Linear(CartPoleShape.Second, CartPoleShape.Actions),
        ];
        for (var i = 0; i < layers.Length; i++) TorchTensors.Copy(like.Layers[i], layers[i]);
        return Sequential(("0", layers[0]), ("1", ReLU()), ("2", layers[1]), ("3", ReLU()), ("4", layers[2]));
    }
}

using MarlRec.Benchmarks.Peers.Native;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>QMIX with double Q-learning in TorchSharp.</summary>
internal sealed class TorchTeam : IDisposable
{
    private readonly TorchTeamNetworks _own, _target;
    private readonly TorchSharp.Modules.Adam _adam;
    private readonly Tensor _observations, _states, _nextStates, _actions, _rewards, _going;

    internal TorchTeam(SeededWeights weights, EpisodeBatch batch)
    {
        _own = new TorchTeamNetworks(weights);
        _target = new TorchTeamNetworks(weights);
        _adam = optim.Adam(_own.Parameters, TeamShape.LearningRate);
        _observations = TorchTensors.Of(batch.Observations, TeamShape.Sequences, TeamShape.Steps + 1, TeamShape.Observations);
        using var states = TorchTensors.Of(batch.States, TeamShape.Episodes, TeamShape.Steps + 1, TeamShape.State);
        _states = states.slice(1, 0, TeamShape.Steps, 1).reshape(-1, TeamShape.State);
        _nextStates = states.slice(1, 1, TeamShape.Steps + 1, 1).reshape(-1, TeamShape.State);
        _actions = TorchTensors.Of(batch.Actions, TeamShape.Sequences, TeamShape.Steps, 1);
        _rewards = TorchTensors.Of(batch.Rewards, batch.Rewards.Length);
        _going = TorchTensors.Of(Array.ConvertAll(batch.Terminated, end => 1 - end), batch.Terminated.Length);
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
        IDisposable[] parts = [_own, _target, _adam, _observations, _states, _nextStates, _actions, _rewards, _going];
        foreach (var part in parts) part.Dispose();
    }

    private Tensor Update()
    {
        var values = _own.Values(_observations);
        var chosen = values.slice(1, 0, TeamShape.Steps, 1).gather(2, _actions).squeeze(2);
        Tensor goal;
        using (no_grad())
        {
            var best = values.detach().slice(1, 1, TeamShape.Steps + 1, 1).argmax(2, keepdim: true);
            var next = _target.Values(_observations).slice(1, 1, TeamShape.Steps + 1, 1).gather(2, best).squeeze(2);
            goal = _rewards + TeamShape.Discount * _going * _target.Mix(next, _nextStates);
        }

        var loss = functional.mse_loss(_own.Mix(chosen, _states), goal);
        _adam.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(_own.Parameters, TeamShape.ClipNorm);
        _adam.step();
        return loss;
    }
}

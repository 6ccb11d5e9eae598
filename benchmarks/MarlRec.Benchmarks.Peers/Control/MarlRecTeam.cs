using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>QMIX with double Q-learning in MarlRec, in shards of some episodes. Thread safety: <em>single owner</em>.</summary>
internal sealed class MarlRecTeam
{
    private const int Shards = 4;
    private const int Rows = TeamShape.Episodes / Shards * TeamShape.Steps; // of a shard
    private const int Observed = (TeamShape.Steps + 1) * TeamShape.Observations;

    private readonly MarlRecTeamNetworks _own, _target;
    private readonly IReadOnlyList<(string Name, Parameter Parameter)> _parameters;
    private readonly Adam _adam;
    private readonly ShardedBackward _backward;
    private readonly Func<Tape, int, Variable> _loss;
    private readonly Shard[] _shards;

    internal MarlRecTeam(ComputeContext context, SeededWeights weights, EpisodeBatch batch)
    {
        _own = new MarlRecTeamNetworks(weights);
        _target = new MarlRecTeamNetworks(weights);
        _target.Freeze();
        _parameters = _own.NamedParameters();
        _adam = new Adam(_parameters, new AdamOptions { LearningRate = TeamShape.LearningRate }, context);
        _backward = new ShardedBackward(_parameters, context);
        _loss = Loss;
        _shards = [.. Enumerable.Range(0, Shards).Select(i => new Shard(batch, i))];
    }

    /// <summary>One update.</summary>
    /// <returns>The loss before it.</returns>
    internal float Train()
    {
        _adam.ZeroGradients();
        var loss = _backward.Run(Shards, _loss);
        GradientClip.ByGlobalNorm(_parameters, TeamShape.ClipNorm);
        _adam.Step();
        return (float)loss;
    }

    // A shard's part of the mean.
    private Variable Loss(Tape tape, int index)
    {
        var shard = _shards[index];
        var values = _own.Values(tape, shard.Observations);
        var chosen = tape.GatherColumns(tape.GatherRows(values, shard.Now), shard.Actions);
        var total = _own.Mix(tape, chosen, shard.States);
        SetGoals(shard, values);
        return tape.Scale(tape.MeanSquaredError(total, shard.Goals), 1f / Shards);
    }

    // r + γ · Q_tot of the target networks, at the actions that the own networks prefer.
    private void SetGoals(Shard shard, Variable own)
    {
        var tape = shard.Inference;
        tape.Reset();
        var prefer = tape.GatherRows(tape.Constant(own.Value, own.Shape[0], TeamShape.Actions), shard.Later);
        tape.MaximumColumns(prefer, columns: shard.Best);
        var next = tape.GatherColumns(tape.GatherRows(_target.Values(tape, shard.Observations), shard.Later), shard.Best);
        var total = _target.Mix(tape, next, shard.NextStates).Value;
        for (var i = 0; i < total.Length; i++) shard.Goals[i] = shard.Rewards[i] + TeamShape.Discount * (1 - shard.Terminated[i]) * total[i];
    }

    /// <summary>Some episodes, and a tape for what is not learned.</summary>
    private sealed class Shard
    {
        internal readonly float[] Observations, States, NextStates, Rewards, Terminated, Goals = new float[Rows];
        internal readonly int[] Now, Later, Actions, Best = new int[Rows * TeamShape.Agents];
        internal readonly Tape Inference = new(ComputeContext.Serial, recording: false);

        internal Shard(EpisodeBatch batch, int index)
        {
            int episodes = TeamShape.Episodes / Shards, sequences = episodes * TeamShape.Agents, first = index * episodes;
            Observations = batch.Observations.AsSpan(index * sequences * Observed, sequences * Observed).ToArray();
            Rewards = batch.Rewards.AsSpan(index * Rows, Rows).ToArray();
            Terminated = batch.Terminated.AsSpan(index * Rows, Rows).ToArray();
            States = StatesFrom(batch, first, episodes, 0);
            NextStates = StatesFrom(batch, first, episodes, 1);
            Now = new int[Rows * TeamShape.Agents];
            Later = new int[Now.Length];
            Actions = new int[Now.Length];
            // Where the network's rows [episode, agent, step] go in the mixer's [episode, step, agent].
            for (var row = 0; row < Now.Length; row++)
            {
                int agent = row % TeamShape.Agents, step = row / TeamShape.Agents % TeamShape.Steps, sequence = row / TeamShape.Agents / TeamShape.Steps * TeamShape.Agents + agent;
                Now[row] = sequence * (TeamShape.Steps + 1) + step;
                Later[row] = Now[row] + 1;
                Actions[row] = batch.Actions[(index * sequences + sequence) * TeamShape.Steps + step];
            }
        }

        private static float[] StatesFrom(EpisodeBatch batch, int first, int episodes, int step)
        {
            var states = new float[Rows * TeamShape.State];
            for (var episode = 0; episode < episodes; episode++)
            {
                batch.States.AsSpan(((first + episode) * (TeamShape.Steps + 1) + step) * TeamShape.State, TeamShape.Steps * TeamShape.State)
                    .CopyTo(states.AsSpan(episode * TeamShape.Steps * TeamShape.State));
            }

            return states;
        }
    }
}

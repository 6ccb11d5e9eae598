using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>QMIX with double Q-learning in MarlRec. Thread safety: <em>single owner</em>.</summary>
internal sealed class MarlRecTeam
{
    private const int Rows = TeamShape.Episodes * TeamShape.Steps;

    private readonly MarlRecTeamNetworks _own, _target;
    private readonly IReadOnlyList<(string Name, Parameter Parameter)> _parameters;
    private readonly Adam _adam;
    private readonly Tape _training, _inference;
    private readonly EpisodeBatch _batch;
    private readonly float[] _states, _nextStates, _goals = new float[Rows];
    private readonly int[] _now = new int[Rows * TeamShape.Agents], _later = new int[Rows * TeamShape.Agents];
    private readonly int[] _actions = new int[Rows * TeamShape.Agents], _best = new int[Rows * TeamShape.Agents];

    internal MarlRecTeam(ComputeContext context, SeededWeights weights, EpisodeBatch batch)
    {
        _own = new MarlRecTeamNetworks(weights);
        _target = new MarlRecTeamNetworks(weights);
        _target.Freeze();
        _parameters = _own.NamedParameters();
        _adam = new Adam(_parameters, new AdamOptions { LearningRate = TeamShape.LearningRate }, context);
        _training = new Tape(context);
        _inference = new Tape(context, recording: false);
        _batch = batch;
        _states = StatesFrom(0);
        _nextStates = StatesFrom(1);
        // Where the network's rows [episode, agent, step] go in the mixer's [episode, step, agent].
        for (var row = 0; row < _now.Length; row++)
        {
            int agent = row % TeamShape.Agents, step = row / TeamShape.Agents % TeamShape.Steps, sequence = row / TeamShape.Agents / TeamShape.Steps * TeamShape.Agents + agent;
            _now[row] = sequence * (TeamShape.Steps + 1) + step;
            _later[row] = _now[row] + 1;
            _actions[row] = batch.Actions[sequence * TeamShape.Steps + step];
        }
    }

    /// <summary>One update.</summary>
    /// <returns>The loss before it.</returns>
    internal float Train()
    {
        _training.Reset();
        _adam.ZeroGradients();
        var values = _own.Values(_training, _batch.Observations);
        var chosen = _training.GatherColumns(_training.GatherRows(values, _now), _actions);
        var total = _own.Mix(_training, chosen, _states);
        SetGoals(values);
        var loss = _training.MeanSquaredError(total, _goals);
        _training.Backward(loss);
        GradientClip.ByGlobalNorm(_parameters, TeamShape.ClipNorm);
        _adam.Step();
        return loss.Value[0];
    }

    // r + γ · Q_tot of the target networks, at the actions that the own networks prefer.
    private void SetGoals(Variable own)
    {
        _inference.Reset();
        var prefer = _inference.GatherRows(_inference.Constant(own.Value, own.Shape[0], TeamShape.Actions), _later);
        _inference.MaximumColumns(prefer, columns: _best);
        var next = _inference.GatherColumns(_inference.GatherRows(_target.Values(_inference, _batch.Observations), _later), _best);
        var total = _target.Mix(_inference, next, _nextStates).Value;
        for (var i = 0; i < Rows; i++) _goals[i] = _batch.Rewards[i] + TeamShape.Discount * (1 - _batch.Terminated[i]) * total[i];
    }

    private float[] StatesFrom(int first)
    {
        var states = new float[Rows * TeamShape.State];
        for (var episode = 0; episode < TeamShape.Episodes; episode++)
        {
            _batch.States.AsSpan((episode * (TeamShape.Steps + 1) + first) * TeamShape.State, TeamShape.Steps * TeamShape.State)
                .CopyTo(states.AsSpan(episode * TeamShape.Steps * TeamShape.State));
        }

        return states;
    }
}

using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Training;

/// <summary>One copy of an environment in a training run: seeds its episodes, settles its agents' decisions, and can be saved in mid-episode.</summary>
/// <remarks>
/// An environment cannot be asked for its inner state, but it is a function of its seed and the actions since. So the saved form of an episode under
/// way is its number and its actions, and loading plays them again.
/// </remarks>
internal sealed class EnvironmentRunner
{
    private readonly IEnvironment _environment;
    private readonly RandomStream _seeds;
    private readonly List<int> _actions = [];
    private readonly int _agents, _observationSize, _actionCount;
    private readonly float[] _observations, _rewards;
    private readonly bool[] _masks, _open;
    private readonly int[] _chosen;
    private readonly double[] _returns;
    private long _episode;
    private int _length;

    internal EnvironmentRunner(IEnvironment environment, RandomStream random)
    {
        _environment = environment;
        _seeds = random.Fork("episodes");
        Random = random.Fork("actions");
        var spec = environment.Spec;
        (_agents, _observationSize, _actionCount) = (spec.AgentCount, spec.ObservationSize, spec.ActionCount);
        Buffers = new StepBuffers(spec);
        _observations = new float[_agents * _observationSize];
        _masks = new bool[_agents * _actionCount];
        _rewards = new float[_agents];
        _open = new bool[_agents];
        _chosen = new int[_agents];
        _returns = new double[_agents];
        Begin();
    }

    /// <summary>What the environment last wrote: never an episode that is over, see <see cref="Step"/>.</summary>
    internal StepBuffers Buffers { get; }

    /// <summary>Where this copy's actions are drawn from.</summary>
    internal RandomStream Random { get; private set; }

    /// <summary>Takes one step and, where it ends the episode, starts the next one.</summary>
    internal void Step(ReadOnlySpan<int> actions, IDecisionSink? sink, EpisodeStatistics? statistics)
    {
        for (var agent = 0; agent < _agents; agent++)
        {
            if (!Buffers.Acting[agent]) continue;
            _open[agent] = true;
            _chosen[agent] = actions[agent];
            _rewards[agent] = 0;
            Buffers.Observation(agent).CopyTo(_observations.AsSpan(agent * _observationSize));
            Buffers.Mask(agent).CopyTo(_masks.AsSpan(agent * _actionCount));
        }

        _environment.Step(actions, Buffers);
        _length++;
        _actions.AddRange(actions);
        for (var agent = 0; agent < _agents; agent++)
        {
            _returns[agent] += Buffers.Rewards[agent];
            _rewards[agent] += Buffers.Rewards[agent];
            var ended = Buffers.Terminated[agent] || Buffers.Truncated[agent];
            if (!_open[agent] || !(ended || Buffers.Acting[agent])) continue;
            _open[agent] = false;
            sink?.Settle(new Decision
            {
                Agent = agent,
                Observation = _observations.AsSpan(agent * _observationSize, _observationSize),
                Mask = _masks.AsSpan(agent * _actionCount, _actionCount),
                Action = _chosen[agent],
                Reward = _rewards[agent],
                NextObservation = Buffers.Observation(agent),
                NextMask = Buffers.Mask(agent),
                Terminated = Buffers.Terminated[agent],
                Truncated = Buffers.Truncated[agent],
            });
        }

        if (!Buffers.IsEpisodeOver) return;
        double sum = 0;
        foreach (var one in _returns) sum += one;
        statistics?.Add(sum / _agents, _length);
        _episode++;
        Begin();
    }

    internal void ExportState(TrainingState into, string prefix)
    {
        into.SetInteger(prefix + "episode", _episode);
        into.SetRandom(prefix + "seeds", _seeds.State);
        into.SetRandom(prefix + "random", Random.State);
        into.SetIntegers(prefix + "actions", System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_actions));
        into.SetInteger(prefix + "observed", Fingerprint());
    }

    internal void ImportState(TrainingState from, string prefix)
    {
        var episode = from.ReadCount(prefix + "episode");
        var seeds = from.ReadRandom(prefix + "seeds");
        var random = from.ReadRandom(prefix + "random");
        var actions = from.ReadIntegers(prefix + "actions");
        var observed = from.ReadInteger(prefix + "observed");
        if (actions.Length % _agents != 0)
            throw new ArgumentException($"'{prefix}actions' of the training state has {actions.Length} actions, which {_agents} agents cannot have taken.");
        if (seeds != _seeds.State)
            throw new ArgumentException($"'{prefix}seeds' of the training state is from a run with another seed; make the collector with the same random stream.");

        _episode = episode;
        Begin();
        for (var i = 0; i < actions.Length; i += _agents) Step(actions.AsSpan(i, _agents), null, null);
        if (_episode != episode || Fingerprint() != observed)
            throw new ArgumentException("Playing the saved actions again led elsewhere: the environment differs from the saved one, or does not depend on its seed and actions alone.");
        Random = RandomStream.Restore(random);
    }

    private void Begin()
    {
        _length = 0;
        _actions.Clear();
        Array.Clear(_returns);
        Array.Clear(_open);
        _environment.Reset(_seeds.Fork("episode", _episode).NextUInt64(), Buffers);
    }

    private long Fingerprint()
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var value in Buffers.Observations) hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 0x100000001B3UL;
        return (long)hash;
    }
}

using System.Globalization;
using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Training;

/// <summary>Takes one step in each copy of an environment and returns the decisions it settled as transitions, in order of copy, then agent.</summary>
/// <remarks>
/// <para>The action of the state reached is drawn before the update that reads the transition, and is the one then played: the order SARSA is defined
/// with. To an off-policy learner it is a behaviour policy one update old.</para>
/// <para>Thread safety: <em>single owner</em>. The returned memory is reused by the next collection.</para>
/// </remarks>
public sealed class TransitionCollector : ICollector<IReadOnlyList<Transition>>, IDecisionSink
{
    private readonly EnvironmentRunner[] _runners;
    private readonly List<Transition> _batch = [];
    private readonly List<(float[] Observation, float[] Next, bool[] Mask)> _memory = [];
    private readonly EnvironmentSpec _spec;
    private readonly int[] _actions;
    private bool _drawn;

    /// <summary>Starts an episode in each copy.</summary>
    /// <param name="environments">Copies[E] with equal specs; at least one, each an object of its own.</param>
    /// <param name="random">Where seeds and actions come from; each copy has its own forks.</param>
    /// <param name="episodeWindow">How many episodes the means of <see cref="Episodes"/> cover.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no copy, one is listed twice, or their sizes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="episodeWindow"/> is below 1.</exception>
    public TransitionCollector(IReadOnlyList<IEnvironment> environments, RandomStream random, int episodeWindow = 100)
    {
        EnvironmentCopies.Check(environments);
        ArgumentNullException.ThrowIfNull(random);
        Episodes = new EpisodeStatistics(episodeWindow);
        _spec = environments[0].Spec;
        _runners = new EnvironmentRunner[environments.Count];
        for (var e = 0; e < _runners.Length; e++) _runners[e] = new EnvironmentRunner(environments[e], random.Fork("environment", e));
        _actions = new int[_runners.Length * _spec.AgentCount];
    }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public EpisodeStatistics Episodes { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    public IReadOnlyList<Transition> Collect(IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _batch.Clear();
        for (var e = 0; e < _runners.Length; e++)
        {
            var runner = _runners[e];
            var actions = _actions.AsSpan(e * _spec.AgentCount, _spec.AgentCount);
            if (!_drawn) policy.Act(runner.Buffers, runner.Random, actions);
            var first = _batch.Count;
            runner.Step(actions, this, Episodes);
            policy.Act(runner.Buffers, runner.Random, actions);
            for (var i = first; i < _batch.Count; i++)
                if (!_batch[i].Terminated && !_batch[i].Truncated) _batch[i] = _batch[i] with { NextAction = actions[_batch[i].Agent] };
        }

        _drawn = true;
        Steps += _runners.Length;
        return _batch;
    }

    /// <inheritdoc/>
    public void ExportState(TrainingState into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        into.SetInteger(prefix + "steps", Steps);
        into.SetIntegers(prefix + "actions", _actions);
        Episodes.ExportState(into, prefix + "episodes.");
        for (var e = 0; e < _runners.Length; e++) _runners[e].ExportState(into, Name(prefix, e));
    }

    /// <inheritdoc/>
    public void ImportState(TrainingState from, string prefix)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(prefix);
        var steps = from.ReadCount(prefix + "steps");
        var actions = from.ReadIntegers(prefix + "actions", _actions.Length);
        for (var e = 0; e < _runners.Length; e++) _runners[e].ImportState(from, Name(prefix, e));
        Episodes.ImportState(from, prefix + "episodes.");
        actions.CopyTo(_actions, 0);
        Steps = steps;
        _drawn = steps > 0;
    }

    void IDecisionSink.Settle(in Decision d)
    {
        if (_memory.Count == _batch.Count)
            _memory.Add((new float[_spec.ObservationSize], new float[_spec.ObservationSize], new bool[_spec.ActionCount]));
        var (observation, next, mask) = _memory[_batch.Count];
        d.Observation.CopyTo(observation);
        d.NextObservation.CopyTo(next);
        if (d.NextMask.Contains(true)) d.NextMask.CopyTo(mask);
        else Array.Fill(mask, true); // An ended agent need not be told what would be legal, but a truncated state still has a value.
        _batch.Add(new Transition
        {
            Agent = d.Agent, Observation = observation, Action = d.Action, Reward = d.Reward, NextObservation = next, NextMask = mask,
            Terminated = d.Terminated, Truncated = d.Truncated,
        });
    }

    private static string Name(string prefix, int copy) => string.Create(CultureInfo.InvariantCulture, $"{prefix}environment.{copy}.");
}

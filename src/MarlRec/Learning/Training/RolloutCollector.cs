using System.Globalization;
using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Training;

/// <summary>Plays several copies of an environment in step, a fixed number of steps at a time, and returns them as one <see cref="Rollout"/>.</summary>
/// <remarks>
/// <para>Series are ordered by copy, then by agent. In turn-based environments a decision still open when the steps are used up comes with the next rollout.
/// Rewards before an agent's first decision count in its return but reach no learner.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class RolloutCollector : ICollector<Rollout>
{
    private readonly EnvironmentRunner[] _runners;
    private readonly Series[] _series;
    private readonly StepBuffers[] _buffers;
    private readonly RandomStream[] _random;
    private readonly int[] _actions;
    private readonly int _length, _agents;
    private readonly Rollout _rollout;

    /// <summary>Starts an episode in each copy.</summary>
    /// <param name="environments">Copies[E] with equal specs; at least one, each an object of its own.</param>
    /// <param name="random">Where seeds and actions come from; each copy has its own forks.</param>
    /// <param name="length">T, the steps of each copy in one rollout; at least 1.</param>
    /// <param name="episodeWindow">How many episodes the means of <see cref="Episodes"/> cover.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no copy, one is listed twice, or their sizes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> or <paramref name="episodeWindow"/> is below 1.</exception>
    public RolloutCollector(IReadOnlyList<IEnvironment> environments, RandomStream random, int length = 32, int episodeWindow = 100)
    {
        EnvironmentCopies.Check(environments);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Episodes = new EpisodeStatistics(episodeWindow);
        _length = length;
        var spec = environments[0].Spec;
        _agents = spec.AgentCount;
        _runners = new EnvironmentRunner[environments.Count];
        _series = new Series[environments.Count];
        _buffers = new StepBuffers[environments.Count];
        _random = new RandomStream[environments.Count];
        for (var e = 0; e < _runners.Length; e++)
        {
            _runners[e] = new EnvironmentRunner(environments[e], random.Fork("environment", e));
            _series[e] = new Series(spec);
            _buffers[e] = _runners[e].Buffers;
        }

        _actions = new int[_runners.Length * _agents];
        _rollout = new Rollout(spec.ObservationSize, spec.ActionCount);
    }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public EpisodeStatistics Episodes { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    public Rollout Collect(IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        foreach (var series in _series) series.Clear();
        for (var e = 0; e < _runners.Length; e++) _random[e] = _runners[e].Random;
        for (var t = 0; t < _length; t++)
        {
            Act(policy);
            for (var e = 0; e < _runners.Length; e++) _runners[e].Step(_actions.AsSpan(e * _agents, _agents), _series[e], Episodes);
        }

        Steps += (long)_length * _runners.Length;
        _rollout.Clear();
        foreach (var series in _series) series.AppendTo(_rollout);
        return _rollout;
    }

    /// <inheritdoc/>
    public void ExportState(TrainingState into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        into.SetInteger(prefix + "steps", Steps);
        Episodes.ExportState(into, prefix + "episodes.");
        for (var e = 0; e < _runners.Length; e++) _runners[e].ExportState(into, Name(prefix, e));
    }

    /// <inheritdoc/>
    public void ImportState(TrainingState from, string prefix)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(prefix);
        var steps = from.ReadCount(prefix + "steps");
        for (var e = 0; e < _runners.Length; e++) _runners[e].ImportState(from, Name(prefix, e));
        Episodes.ImportState(from, prefix + "episodes.");
        Steps = steps;
    }

    private static string Name(string prefix, int copy) => string.Create(CultureInfo.InvariantCulture, $"{prefix}environment.{copy}.");

    private void Act(IPolicy policy)
    {
        if (policy is IBatchPolicy batched) batched.Act(_buffers, _random, _actions);
        else
            for (var e = 0; e < _runners.Length; e++) policy.Act(_buffers[e], _random[e], _actions.AsSpan(e * _agents, _agents));
    }

    /// <summary>One copy's settled decisions, apart by agent.</summary>
    private sealed class Series : IDecisionSink
    {
        private readonly Rollout[] _byAgent;

        internal Series(EnvironmentSpec spec)
        {
            _byAgent = new Rollout[spec.AgentCount];
            for (var agent = 0; agent < _byAgent.Length; agent++) _byAgent[agent] = new Rollout(spec.ObservationSize, spec.ActionCount);
        }

        public void Settle(in Decision d) =>
            _byAgent[d.Agent].Add(d.Agent, d.Observation, d.Mask, d.Action, d.Reward, d.NextObservation, d.Terminated, d.Truncated);

        internal void Clear()
        {
            foreach (var one in _byAgent) one.Clear();
        }

        internal void AppendTo(Rollout all)
        {
            foreach (var one in _byAgent) all.Append(one);
        }
    }
}

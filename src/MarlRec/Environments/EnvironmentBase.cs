using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>The life cycle of an environment: what comes when, which actions are legal, who has ended, and the step limit.</summary>
/// <remarks>
/// <para>A derived class writes observations, candidates and state at every call, and of the rest only what differs from these defaults. Before
/// <see cref="OnReset"/> and <see cref="OnStep"/>: rewards are 0; agents that ended earlier keep their flags, their rows are zero and their masks
/// false; every live agent may do all of its own actions; it acts, unless the spec is turn-based: then nobody does until the derived class says who. After
/// <see cref="OnStep"/>: if the step limit is reached, agents that are not terminated are truncated; agents that have ended do not act.</para>
/// <para>It refuses every kind of <see cref="ResetOptions"/>; a world that takes some derives from <see cref="EnvironmentBase{TOptions}"/>.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public abstract class EnvironmentBase : IEnvironment
{
    private readonly bool[] _terminated;
    private readonly bool[] _truncated;
    private readonly ActionRules _rules;
    private readonly int[] _actionCounts;
    private readonly int[] _observationSizes;
    // One object for all episodes: a reset need not allocate, which vectors of environments do in the middle of a step.
    private readonly RandomStream _random = new(0);
    private Phase _phase;

    /// <summary>Sets up the life cycle.</summary>
    /// <param name="spec">What the environment is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spec"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is not valid (see <see cref="EnvironmentSpec.Validate"/>).</exception>
    protected EnvironmentBase(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        Spec = spec;
        _terminated = new bool[spec.AgentCount];
        _truncated = new bool[spec.AgentCount];
        _rules = new ActionRules(spec);
        _actionCounts = new int[spec.AgentCount];
        _observationSizes = new int[spec.AgentCount];
        for (var agent = 0; agent < spec.AgentCount; agent++)
        {
            _actionCounts[agent] = spec.ActionSpaces[agent].Count;
            _observationSizes[agent] = spec.ObservationSpaces[agent].FlatSize;
        }
    }

    private enum Phase
    {
        NeedsReset,
        Running,
        Over,
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <summary>How many steps the episode has had; in <see cref="OnStep"/> the current one is not yet counted.</summary>
    protected int StepCount { get; private set; }

    /// <inheritdoc/>
    public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        buffers.CheckShape(Spec, nameof(buffers));
        CheckReset(options);
        // Not running until it has succeeded: after an exception from the derived class only a reset helps.
        _phase = Phase.NeedsReset;
        StepCount = 0;
        _terminated.AsSpan().Clear();
        _truncated.AsSpan().Clear();
        Prepare(buffers);
        _random.Restart(seed, Spec.Name);
        Begin(_random, options, buffers);
        Finish(buffers);
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        CheckStep(actions, buffers);
        _phase = Phase.NeedsReset;
        Prepare(buffers);
        OnStep(actions, buffers);
        StepCount++;
        if (StepCount >= Spec.MaxSteps) Truncate(buffers);
        Finish(buffers);
    }

    /// <summary>Starts an episode.</summary>
    /// <param name="random">The episode's randomness; keep it for <see cref="OnStep"/>.</param>
    /// <param name="buffers">Write the first observations here, and what differs from the defaults.</param>
    protected abstract void OnReset(RandomStream random, StepBuffers buffers);

    /// <summary>Advances the world by one step.</summary>
    /// <param name="actions">One action for each agent, [A]; those of acting agents are legal, the others arbitrary.</param>
    /// <param name="buffers">Write what follows from the step here.</param>
    protected abstract void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers);

    /// <summary>Whether an agent's action is read in the current step.</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    protected bool IsActing(int agent) => _rules.IsActing(agent);

    /// <summary>Whether an agent ended in an earlier step of the episode.</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    protected bool HasEnded(int agent) => _terminated[agent] | _truncated[agent];

    private protected virtual void CheckReset(ResetOptions? options)
    {
        if (options is not null)
            throw new ArgumentException($"options are {options.GetType().Name}, but {Spec.Name} takes none: null was expected.", nameof(options));
    }

    private protected virtual void Begin(RandomStream random, ResetOptions? options, StepBuffers buffers) => OnReset(random, buffers);

    private void CheckStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        if (_phase != Phase.Running)
        {
            throw new InvalidOperationException(_phase == Phase.Over
                ? $"The episode of {Spec.Name} is over; call Reset before the next Step."
                : $"{Spec.Name} has no episode; call Reset before Step.");
        }

        buffers.CheckShape(Spec, nameof(buffers));
        _rules.Check(actions);
    }

    private void Prepare(StepBuffers buffers)
    {
        buffers.Rewards.Clear();
        buffers.CandidateCount = 0;
        _terminated.CopyTo(buffers.Terminated);
        _truncated.CopyTo(buffers.Truncated);
        var acting = buffers.Acting;
        for (var agent = 0; agent < _terminated.Length; agent++)
        {
            var live = !HasEnded(agent);
            acting[agent] = live && !Spec.TurnBased;
            var mask = buffers.Mask(agent);
            mask[.._actionCounts[agent]].Fill(live);
            mask[_actionCounts[agent]..].Clear();
            // The derived class writes a live agent's own part.
            buffers.Observation(agent)[(live ? _observationSizes[agent] : 0)..].Clear();
        }
    }

    private void Truncate(StepBuffers buffers)
    {
        for (var agent = 0; agent < _terminated.Length; agent++)
            if (!buffers.Terminated[agent]) buffers.Truncated[agent] = true;
    }

    private void Finish(StepBuffers buffers)
    {
        buffers.Terminated.CopyTo(_terminated);
        buffers.Truncated.CopyTo(_truncated);
        for (var agent = 0; agent < _terminated.Length; agent++)
            if (HasEnded(agent)) buffers.Acting[agent] = false;
        _rules.Remember(buffers.Acting, buffers.Masks);
        _phase = buffers.IsEpisodeOver ? Phase.Over : Phase.Running;
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments.Tables;

/// <summary>A world that follows a table: each step draws one of the model's outcomes.</summary>
/// <remarks>
/// <para>Observation: the state, one-hot; a derived class may show less. Masks show which actions are legal.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public class TabularEnvironment : EnvironmentBase, ITabularEnvironment
{
    private readonly TabularModel _model;
    private readonly DiscreteSpace _observations;
    private readonly int[] _starts;
    private RandomStream _random = new(0);
    private int _state = -1;

    /// <summary>Makes a world from its dynamics; the agent sees the state.</summary>
    /// <param name="name">The environment's name; not empty.</param>
    /// <param name="model">The dynamics.</param>
    /// <param name="maxSteps">After how many steps the episode is truncated: 1 or more, or null for never.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty, or <paramref name="maxSteps"/> is below 1.</exception>
    public TabularEnvironment(string name, TabularModel model, int? maxSteps = null)
        : this(Describe(name, model, maxSteps), model)
    {
    }

    /// <summary>Makes a world from its dynamics and its spec.</summary>
    /// <param name="spec">One agent with a <see cref="DiscreteSpace"/> of observations and the model's number of actions.</param>
    /// <param name="model">The dynamics.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is not valid or does not fit.</exception>
    protected TabularEnvironment(EnvironmentSpec spec, TabularModel model)
        : base(spec)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Spec.AgentCount != 1 || Spec.ActionCount != model.ActionCount || Spec.ObservationSpaces[0] is not DiscreteSpace observations)
            throw new ArgumentException($"{Spec.Name} must have one agent, {model.ActionCount} actions and a discrete observation.", nameof(spec));
        _model = model;
        _observations = observations;
        _starts = [.. Enumerable.Range(0, model.StateCount).Where(state => model.StartProbabilities[state] > 0)];
    }

    /// <inheritdoc/>
    public ITabularModel Model => _model;

    /// <inheritdoc/>
    public int State => _state >= 0 ? _state : throw new InvalidOperationException($"{Spec.Name} has no episode; call Reset before State.");

    /// <summary>The action of the last step; −1 after a reset.</summary>
    protected int LastAction { get; private set; } = -1;

    /// <summary>What the agent sees in a state: here the state itself.</summary>
    /// <param name="state">0 to S − 1.</param>
    protected virtual int Observe(int state) => state;

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        _random = random;
        LastAction = -1;
        _state = _starts[^1];
        if (_starts.Length > 1)
        {
            var draw = random.NextDouble();
            foreach (var start in _starts)
            {
                _state = start;
                draw -= _model.StartProbabilities[start];
                if (draw < 0) break;
            }
        }

        Write(buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        LastAction = actions[0];
        var outcome = Draw(_model.Outcomes(_state, LastAction));
        _state = outcome.Next;
        buffers.Rewards[0] = (float)outcome.Reward;
        buffers.Terminated[0] = outcome.Terminated;
        Write(buffers);
    }

    private static EnvironmentSpec Describe(string name, TabularModel model, int? maxSteps)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(model);
        if (maxSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(maxSteps));
        return new EnvironmentSpec
        {
            Name = name,
            AgentCount = 1,
            ObservationSpaces = [new DiscreteSpace(model.StateCount)],
            ActionSpaces = [new DiscreteSpace(model.ActionCount)],
            MaxSteps = maxSteps,
        };
    }

    private TabularOutcome Draw(ReadOnlySpan<TabularOutcome> outcomes)
    {
        if (outcomes.Length == 1) return outcomes[0];
        var draw = _random.NextDouble();
        foreach (var outcome in outcomes[..^1])
        {
            draw -= outcome.Probability;
            if (draw < 0) return outcome;
        }

        return outcomes[^1];
    }

    private void Write(StepBuffers buffers)
    {
        _observations.Encode(Observe(_state), buffers.Observation(0));
        var mask = buffers.Mask(0);
        for (var action = 0; action < mask.Length; action++) mask[action] = !_model.Outcomes(_state, action).IsEmpty;
    }
}

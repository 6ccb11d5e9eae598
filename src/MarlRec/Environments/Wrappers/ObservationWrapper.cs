namespace MarlRec.Environments.Wrappers;

/// <summary>A wrapper that changes what agents see and nothing else.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public abstract class ObservationWrapper : EnvironmentWrapper
{
    private readonly StepBuffers _inner;
    private readonly int[] _innerSizes;
    private readonly int[] _sizes;
    private readonly bool[] _ended;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="observationSpaces">What each agent sees through the wrapper, [A].</param>
    /// <exception cref="ArgumentNullException">An argument or a space is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="observationSpaces"/> has another length than A.</exception>
    protected ObservationWrapper(IEnvironment inner, IReadOnlyList<Space> observationSpaces)
        : base(inner, SpecOf(inner) with { ObservationSpaces = observationSpaces })
    {
        _inner = new StepBuffers(inner.Spec);
        _ended = new bool[Spec.AgentCount];
        _innerSizes = new int[Spec.AgentCount];
        _sizes = new int[Spec.AgentCount];
        for (var agent = 0; agent < _sizes.Length; agent++)
        {
            _innerSizes[agent] = inner.Spec.ObservationSpaces[agent].FlatSize;
            _sizes[agent] = Spec.ObservationSpaces[agent].FlatSize;
        }
    }

    /// <inheritdoc/>
    public sealed override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        CheckBuffers(buffers);
        Inner.Reset(seed, options, _inner);
        _ended.AsSpan().Clear();
        OnReset();
        Deliver(buffers);
    }

    /// <inheritdoc/>
    public sealed override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        CheckBuffers(buffers);
        Inner.Step(actions, _inner);
        OnStep();
        Deliver(buffers);
    }

    /// <summary>Called when an episode has started, before the first observations are changed.</summary>
    protected virtual void OnReset()
    {
    }

    /// <summary>Called when a step has been made, before its observations are changed.</summary>
    protected virtual void OnStep()
    {
    }

    /// <summary>Changes one agent's observation. It is called once for each live agent at every reset and step, the step that ends the agent included.</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    /// <param name="observation">What the inner environment shows it: its own flat size there, without padding.</param>
    /// <param name="changed">Receives what it sees: its own flat size in this wrapper's spec, zeros at first.</param>
    protected abstract void OnObservation(int agent, ReadOnlySpan<float> observation, Span<float> changed);

    private void Deliver(StepBuffers buffers)
    {
        _inner.CopyCommonTo(buffers);
        _inner.Masks.CopyTo(buffers.Masks);
        buffers.Observations.Clear();
        for (var agent = 0; agent < _ended.Length; agent++)
        {
            if (!_ended[agent]) OnObservation(agent, _inner.Observation(agent)[.._innerSizes[agent]], buffers.Observation(agent)[.._sizes[agent]]);
            _ended[agent] = buffers.Terminated[agent] | buffers.Truncated[agent];
        }
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments.Continuous;

/// <summary>A continuous environment around another one, in which agents act by other vectors.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public abstract class ContinuousWrapper : IContinuousEnvironment
{
    private readonly BoxSpace[] _actionSpaces;
    private readonly ActionVectorRules _rules;
    private readonly float[] _changed;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="actionSpaces">What each agent may do through the wrapper, [A], of the inner spaces' sizes.</param>
    /// <exception cref="ArgumentNullException">An argument or a space is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="actionSpaces"/> has another length than A, or a space another size than the inner one.</exception>
    protected ContinuousWrapper(IContinuousEnvironment inner, IReadOnlyList<BoxSpace> actionSpaces)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(actionSpaces);
        Throw.IfLengthDiffers(actionSpaces.Count, inner.Spec.AgentCount, nameof(actionSpaces));
        for (var agent = 0; agent < actionSpaces.Count; agent++)
        {
            ArgumentNullException.ThrowIfNull(actionSpaces[agent], nameof(actionSpaces));
            Throw.IfLengthDiffers(actionSpaces[agent].FlatSize, inner.ActionSpaces[agent].FlatSize, nameof(actionSpaces));
        }

        Inner = inner;
        _actionSpaces = [.. actionSpaces];
        _rules = new ActionVectorRules(_actionSpaces);
        _changed = new float[inner.Spec.AgentCount * inner.ActionSize];
    }

    /// <summary>The environment that is wrapped.</summary>
    public IContinuousEnvironment Inner { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => Inner.Spec;

    /// <inheritdoc/>
    public IReadOnlyList<BoxSpace> ActionSpaces => _actionSpaces;

    /// <inheritdoc/>
    public int ActionSize => _rules.ActionSize;

    /// <inheritdoc/>
    public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        Inner.Reset(seed, options, buffers);
        _rules.Remember(buffers);
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<float> actions, StepBuffers buffers)
    {
        _rules.Check(actions);
        for (var agent = 0; agent < _actionSpaces.Length; agent++)
        {
            if (!_rules.IsActing(agent)) continue;
            var (start, size) = (agent * ActionSize, _actionSpaces[agent].FlatSize);
            OnAction(agent, actions.Slice(start, size), _changed.AsSpan(start, size));
        }

        Inner.Step(_changed, buffers);
        _rules.Remember(buffers);
    }

    /// <summary>Changes the action of one acting agent.</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    /// <param name="action">What it does here, in its space.</param>
    /// <param name="changed">Receives what it does in the inner environment; of the same length.</param>
    protected abstract void OnAction(int agent, ReadOnlySpan<float> action, Span<float> changed);

    private protected static IReadOnlyList<BoxSpace> SpacesOf(IContinuousEnvironment inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return inner.ActionSpaces;
    }
}

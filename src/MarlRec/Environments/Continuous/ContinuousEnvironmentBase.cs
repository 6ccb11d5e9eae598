using MarlRec.Execution;

namespace MarlRec.Environments.Continuous;

/// <summary>The life cycle of a continuous environment. What is written by whom is as in <see cref="EnvironmentBase"/>.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public abstract class ContinuousEnvironmentBase : IContinuousEnvironment
{
    private readonly LifeCycle _life;
    private readonly ActionVectorRules _rules;
    private readonly BoxSpace[] _actionSpaces;
    private readonly float[] _actions;
    private readonly int[] _acts;

    /// <summary>Sets up the life cycle.</summary>
    /// <param name="spec">What the environment is, with one action for each agent.</param>
    /// <param name="actionSpaces">What each agent may do, [A].</param>
    /// <exception cref="ArgumentNullException">An argument or a space is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is not valid or has an agent with more than one action, or
    /// <paramref name="actionSpaces"/> has another length than A.</exception>
    protected ContinuousEnvironmentBase(EnvironmentSpec spec, IReadOnlyList<BoxSpace> actionSpaces)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(actionSpaces);
        _life = new LifeCycle(this, spec);
        if (spec.ActionCount != 1) throw new ArgumentException($"An action space of {spec.Name} has {spec.ActionCount} actions, but 1 was expected: to act.", nameof(spec));
        Throw.IfLengthDiffers(actionSpaces.Count, spec.AgentCount, nameof(actionSpaces));
        foreach (var space in actionSpaces) ArgumentNullException.ThrowIfNull(space, nameof(actionSpaces));
        _actionSpaces = [.. actionSpaces];
        _rules = new ActionVectorRules(_actionSpaces);
        _actions = new float[spec.AgentCount * _rules.ActionSize];
        _acts = new int[spec.AgentCount];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _life.Spec;

    /// <inheritdoc/>
    public IReadOnlyList<BoxSpace> ActionSpaces => _actionSpaces;

    /// <inheritdoc/>
    public int ActionSize => _rules.ActionSize;

    /// <inheritdoc/>
    public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        _life.Reset(seed, options, buffers);
        _rules.Remember(buffers);
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<float> actions, StepBuffers buffers)
    {
        _rules.Check(actions);
        actions.CopyTo(_actions);
        _life.Step(_acts, buffers);
        _rules.Remember(buffers);
    }

    /// <summary>Starts an episode.</summary>
    /// <param name="random">The episode's randomness; keep it for <see cref="OnStep"/>.</param>
    /// <param name="options">What the caller asks for, already checked, or null for the world's default.</param>
    /// <param name="buffers">Write the first observations here, and what differs from the defaults.</param>
    protected abstract void OnReset(RandomStream random, ResetOptions? options, StepBuffers buffers);

    /// <summary>Advances the world by one step.</summary>
    /// <param name="actions">One row for each agent, [A, E]; those of acting agents are in their spaces, the others arbitrary.</param>
    /// <param name="buffers">Write what follows from the step here.</param>
    protected abstract void OnStep(ReadOnlySpan<float> actions, StepBuffers buffers);

    /// <summary>Refuses options that this world cannot follow. Nothing has changed yet, and nothing may change here. The base refuses all.</summary>
    /// <param name="options">The options, not null.</param>
    /// <exception cref="ArgumentException">The world does not take these options.</exception>
    protected virtual void CheckOptions(ResetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        throw new ArgumentException($"options are {options.GetType().Name}, but {Spec.Name} takes none: null was expected.", nameof(options));
    }

    /// <summary>Whether an agent's action is read in the current step.</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    protected bool IsActing(int agent) => _rules.IsActing(agent);

    /// <summary>The phases, flags and limits are those of every environment: this one plays the act, and asks the owner for the rest.</summary>
    private sealed class LifeCycle(ContinuousEnvironmentBase owner, EnvironmentSpec spec) : EnvironmentBase(spec)
    {
        protected override void OnReset(RandomStream random, StepBuffers buffers) => owner.OnReset(random, null, buffers);

        protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers) => owner.OnStep(owner._actions, buffers);

        private protected override void CheckReset(ResetOptions? options)
        {
            if (options is not null) owner.CheckOptions(options);
        }

        private protected override void Begin(RandomStream random, ResetOptions? options, StepBuffers buffers) => owner.OnReset(random, options, buffers);
    }
}

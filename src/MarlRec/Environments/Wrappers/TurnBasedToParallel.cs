namespace MarlRec.Environments.Wrappers;

/// <summary>A turn-based world in which every live agent gives an action at every step; only those of the agents whose turn it is are read.</summary>
/// <remarks>
/// <para>An agent that must wait has one legal action, 0, which does nothing; its mask says so, and any other is refused like every masked action. A learner
/// therefore needs no word for waiting: with a single legal action there is nothing to choose and nothing to learn.</para>
/// <para>Steps, rewards, ends, observations, state and candidates are the world's own, as are seeds and reset options.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class TurnBasedToParallel : EnvironmentWrapper
{
    private readonly ActionRules _rules;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">A turn-based environment.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inner"/> is not turn-based.</exception>
    public TurnBasedToParallel(IEnvironment inner)
        : base(inner, Describe(SpecOf(inner))) => _rules = new ActionRules(Spec);

    internal override bool TakesMasked => false;

    /// <inheritdoc/>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        Inner.Reset(seed, options, buffers);
        LetAllAct(buffers);
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        CheckBuffers(buffers);
        // Before the reset and after the end nobody acts, and the world itself refuses the step.
        _rules.Check(actions);
        Inner.Step(actions, buffers);
        LetAllAct(buffers);
    }

    private static EnvironmentSpec Describe(EnvironmentSpec inner) => inner.TurnBased
        ? inner with { Name = inner.Name + " (in parallel)", TurnBased = false }
        : throw new ArgumentException($"inner, {inner.Name}, is not turn-based, but a turn-based environment was expected.", nameof(inner));

    private void LetAllAct(StepBuffers buffers)
    {
        for (var agent = 0; agent < buffers.Acting.Length; agent++)
        {
            if (buffers.Terminated[agent] | buffers.Truncated[agent] | buffers.Acting[agent]) continue;
            var mask = buffers.Mask(agent);
            mask.Clear();
            mask[0] = true;
            buffers.Acting[agent] = true;
        }

        _rules.Remember(buffers.Acting, buffers.Masks);
    }
}

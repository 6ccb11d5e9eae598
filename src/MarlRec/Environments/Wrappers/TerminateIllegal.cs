using MarlRec.Execution;

namespace MarlRec.Environments.Wrappers;

/// <summary>A masked action ends the episode with a penalty instead of throwing: for agents that must learn what is legal, and for contests with strangers.</summary>
/// <remarks>
/// <para>The move is not played. Who made it earns the penalty, the other agents 0, and all that are live are terminated, as in PettingZoo: the world
/// cannot go on without the move. The observations stay those that the move was chosen from. A number outside the action space is no move; it is refused with
/// an exception as ever.</para>
/// <para>Wrappers around this one that look at actions, such as <see cref="StickyActions"/>, refuse masked ones first: put them inside.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class TerminateIllegal : EnvironmentWrapper
{
    private readonly float _penalty;
    private readonly ActionRules _rules;
    private readonly StepBuffers _last;
    private bool _over;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="penalty">The reward for an illegal action, finite.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="penalty"/> is not finite.</exception>
    public TerminateIllegal(IEnvironment inner, float penalty = -1)
        : base(inner)
    {
        Throw.IfNotFinite(penalty);
        _penalty = penalty;
        _rules = new ActionRules(Spec) { RefusesMasked = false };
        _last = new StepBuffers(Spec);
    }

    internal override bool TakesMasked => true;

    /// <inheritdoc/>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        Inner.Reset(seed, options, buffers);
        _over = false;
        Remember(buffers);
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        CheckBuffers(buffers);
        if (_over) throw new InvalidOperationException($"The episode of {Spec.Name} is over; call Reset before the next Step.");
        _rules.Check(actions);
        if (AllLegal(actions))
        {
            Inner.Step(actions, buffers);
            Remember(buffers);
            return;
        }

        End(actions, buffers);
    }

    private bool AllLegal(ReadOnlySpan<int> actions)
    {
        for (var agent = 0; agent < actions.Length; agent++)
            if (_rules.IsActing(agent) && !_rules.IsLegal(agent, actions[agent])) return false;
        return true;
    }

    private void End(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        _last.CopyTo(buffers);
        buffers.Rewards.Clear();
        buffers.Acting.Clear();
        for (var agent = 0; agent < actions.Length; agent++)
        {
            if (_last.Terminated[agent] | _last.Truncated[agent])
            {
                // Its last observation has been delivered.
                buffers.Observation(agent).Clear();
                buffers.Mask(agent).Clear();
                continue;
            }

            buffers.Terminated[agent] = true;
            if (_rules.IsActing(agent) && !_rules.IsLegal(agent, actions[agent])) buffers.Rewards[agent] = _penalty;
        }

        _over = true;
    }

    private void Remember(StepBuffers buffers)
    {
        _rules.Remember(buffers.Acting, buffers.Masks);
        buffers.CopyTo(_last);
    }
}

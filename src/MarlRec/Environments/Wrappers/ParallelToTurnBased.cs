namespace MarlRec.Environments.Wrappers;

/// <summary>A world whose agents act together, played in turns: they choose one after another, and the world steps once all that are live have chosen.</summary>
/// <remarks>
/// <para>Nobody sees what the others have chosen: until the world steps, observations, masks, state and candidates stay those of its last step. Only the agent whose
/// turn it is acts; the masks of the others are not in force yet.</para>
/// <para>A reward waits for its agent's next turn: it is delivered with the step after which the agent acts again, or, where it has ended, with the step that ended it.
/// So what an agent earns between two of its turns is one sum, whoever acted in between, and returns are those of the world. Ends are delivered when the world steps.</para>
/// <para>The step limit is A times the world's: an upper bound, since agents that have ended take no turns. Seeds and reset options are the world's.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class ParallelToTurnBased : EnvironmentWrapper
{
    private readonly int[] _order;
    private readonly int[] _actions;
    private readonly ActionRules _rules;

    // The world's last step; a reward is zero here once it has been delivered.
    private readonly StepBuffers _world;
    private bool _started;
    private int _turn;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">An environment whose agents act together.</param>
    /// <param name="order">The agents in the order in which they choose, each once; empty for 0 to A − 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inner"/> is turn-based, or <paramref name="order"/> does not hold each agent once.</exception>
    public ParallelToTurnBased(IEnvironment inner, params ReadOnlySpan<int> order)
        : base(inner, Describe(SpecOf(inner)))
    {
        _order = order.IsEmpty ? [.. Enumerable.Range(0, Spec.AgentCount)] : order.ToArray();
        if (_order.Length != Spec.AgentCount || !_order.Order().SequenceEqual(Enumerable.Range(0, Spec.AgentCount)))
            throw new ArgumentException($"order is [{string.Join(", ", _order)}], but each of the agents 0 to {Spec.AgentCount - 1} was expected once.", nameof(order));
        _actions = new int[Spec.AgentCount];
        _rules = new ActionRules(Spec);
        _world = new StepBuffers(inner.Spec);
    }

    internal override bool TakesMasked => false;

    /// <inheritdoc/>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        CheckBuffers(buffers);
        Inner.Reset(seed, options, _world);
        _started = true;
        _turn = NextTurn(0);
        Deliver(buffers);
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        CheckBuffers(buffers);
        if (!_started) throw new InvalidOperationException($"{Spec.Name} has no episode; call Reset before Step.");
        if (_world.IsEpisodeOver) throw new InvalidOperationException($"The episode of {Spec.Name} is over; call Reset before the next Step.");
        _rules.Check(actions);
        _actions[_order[_turn]] = actions[_order[_turn]];
        var next = NextTurn(_turn + 1);
        if (next < _order.Length)
        {
            _turn = next;
            ForgetEnded();
        }
        else
        {
            Inner.Step(_actions, _world);
            _turn = NextTurn(0);
        }

        Deliver(buffers);
    }

    private static EnvironmentSpec Describe(EnvironmentSpec inner)
    {
        if (inner.TurnBased) throw new ArgumentException($"inner, {inner.Name}, is turn-based, but an environment whose agents act together was expected.", nameof(inner));
        var limit = (long?)inner.MaxSteps * inner.AgentCount;
        return inner with { Name = inner.Name + " (in turns)", TurnBased = true, MaxSteps = limit <= int.MaxValue ? (int?)limit : null };
    }

    private bool HasEnded(int agent) => _world.Terminated[agent] | _world.Truncated[agent];

    /// <summary>The first place in the order, from <paramref name="place"/> on, whose agent is live.</summary>
    private int NextTurn(int place)
    {
        while (place < _order.Length && HasEnded(_order[place])) place++;
        return place;
    }

    /// <summary>The last observations of agents that have ended were delivered with the world's step.</summary>
    private void ForgetEnded()
    {
        for (var agent = 0; agent < _order.Length; agent++)
        {
            if (!HasEnded(agent)) continue;
            _world.Observation(agent).Clear();
            _world.Mask(agent).Clear();
        }
    }

    private void Deliver(StepBuffers buffers)
    {
        var acting = _turn < _order.Length ? _order[_turn] : -1;
        _world.CopyTo(buffers);
        for (var agent = 0; agent < _order.Length; agent++)
        {
            buffers.Acting[agent] = agent == acting;
            if (agent == acting || HasEnded(agent)) _world.Rewards[agent] = 0;
            else buffers.Rewards[agent] = 0;
        }

        _rules.Remember(buffers.Acting, buffers.Masks);
    }
}

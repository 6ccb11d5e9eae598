using MarlRec.Execution;

namespace MarlRec.Environments.Wrappers;

/// <summary>
/// With some probability an agent's previous action is played again instead of the one it chose, so that a memorised sequence of actions is no solution.
/// Machado et al., "Revisiting the Arcade Learning Environment: Evaluation Protocols and Open Problems for General Agents", 2018.
/// </summary>
/// <remarks>
/// <para>Each acting agent sticks or not by itself. What is repeated is what was played last, chosen or not; where that is no longer legal, the chosen
/// action is played. The draws follow from the seed of the episode.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class StickyActions : EnvironmentWrapper
{
    private const int None = -1;
    private readonly double _probability;
    private readonly ActionRules _rules;
    private readonly RandomStream _random = new(0);
    private readonly int[] _played;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="probability">The probability of repeating, 0 to 1; the paper's is 0.25.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not in [0, 1].</exception>
    public StickyActions(IEnvironment inner, double probability = 0.25)
        : base(inner)
    {
        Throw.IfOutside(probability, 0, 1);
        _probability = probability;
        _rules = new ActionRules(Spec);
        _played = new int[Spec.AgentCount];
    }

    internal override bool TakesMasked => false;

    /// <inheritdoc/>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        Inner.Reset(seed, options, buffers);
        _random.Restart(seed, "sticky actions");
        _played.AsSpan().Fill(None);
        _rules.Remember(buffers.Acting, buffers.Masks);
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        CheckBuffers(buffers);
        // What was chosen must be legal even where it is not played.
        _rules.Check(actions);
        for (var agent = 0; agent < actions.Length; agent++)
        {
            if (!_rules.IsActing(agent)) continue;
            var sticks = _random.NextDouble() < _probability;
            if (!sticks || _played[agent] == None || !_rules.IsLegal(agent, _played[agent])) _played[agent] = actions[agent];
        }

        Inner.Step(_played, buffers);
        _rules.Remember(buffers.Acting, buffers.Masks);
    }
}

using MarlRec.Environments;
using MarlRec.Environments.Particle;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

/// <summary>Shares out the landmarks of a <see cref="Spread"/> so that all ways together are shortest, anew in every step, and steers each agent to its own.</summary>
/// <remarks>It sees everything in each agent's own observation and draws nothing. All orders are tried: at most 8 agents. Thread safety: <em>single owner</em>.</remarks>
public sealed class SpreadPolicy : IPolicy
{
    private const int MostAgents = 8;

    private readonly SpreadOptions _options;
    private readonly float[] _distances;
    private readonly int[] _goals;
    private readonly int[] _best;

    /// <summary>Makes the policy for a world.</summary>
    /// <param name="options">The world's options, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid, or have more than 8 agents.</exception>
    public SpreadPolicy(SpreadOptions? options = null)
    {
        _options = options ?? new SpreadOptions();
        _options.Validate();
        Throw.IfOutside(_options.Agents, 1, MostAgents, nameof(SpreadOptions.Agents));
        _distances = new float[_options.Agents * _options.Agents];
        _goals = new int[_options.Agents];
        _best = new int[_options.Agents];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="observation"/> is null.</exception>
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var count = _options.Agents;
        BaselineInput.Check(observation, count, 6 * count, actions);
        for (var agent = 0; agent < count; agent++)
        {
            var landmarks = observation.Observation(agent)[4..];
            for (var landmark = 0; landmark < count; landmark++)
                _distances[agent * count + landmark] = MathF.Sqrt(landmarks[2 * landmark] * landmarks[2 * landmark] + landmarks[2 * landmark + 1] * landmarks[2 * landmark + 1]);
            _goals[agent] = agent;
        }

        var shortest = float.PositiveInfinity;
        Try(0, 0, ref shortest);
        for (var agent = 0; agent < count; agent++)
        {
            if (!observation.Acting[agent]) continue;
            var row = observation.Observation(agent);
            var goal = row.Slice(4 + 2 * _best[agent], 2);
            actions[agent] = Steering.Towards(_options.Order, goal[0], goal[1], row[0], row[1]);
        }
    }

    /// <summary>Tries every order of the goals from <paramref name="agent"/> on, and keeps the shortest as the best.</summary>
    private void Try(int agent, float length, ref float shortest)
    {
        if (length >= shortest) return;
        if (agent == _goals.Length)
        {
            shortest = length;
            _goals.CopyTo(_best, 0);
            return;
        }

        for (var i = agent; i < _goals.Length; i++)
        {
            (_goals[agent], _goals[i]) = (_goals[i], _goals[agent]);
            Try(agent + 1, length + _distances[agent * _goals.Length + _goals[agent]], ref shortest);
            (_goals[agent], _goals[i]) = (_goals[i], _goals[agent]);
        }
    }
}

using MarlRec.Environments;
using MarlRec.Environments.Particle;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

/// <summary>The predators of a <see cref="Tag"/> steer to where the nearest prey is going; the prey flees from the nearest predator, and from the rim.</summary>
/// <remarks>It draws nothing. Thread safety: <em>immutable</em>.</remarks>
public sealed class TagPolicy : IPolicy
{
    private const float Lead = 0.3f, Rim = 0.7f, PredatorPush = 3, PreyPush = 4;

    private readonly TagOptions _options;

    /// <summary>Makes the policy for a world.</summary>
    /// <param name="options">The world's options, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid.</exception>
    public TagPolicy(TagOptions? options = null)
    {
        _options = options ?? new TagOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="observation"/> is null.</exception>
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var agents = _options.Predators + _options.Prey;
        BaselineInput.Check(observation, agents, 2 + 2 * _options.Obstacles + 2 * agents + 2 * _options.Prey, actions);
        for (var agent = 0; agent < agents; agent++)
        {
            if (!observation.Acting[agent]) continue;
            var row = observation.Observation(agent);
            var others = row.Slice(4 + 2 * _options.Obstacles, 2 * (agents - 1));
            actions[agent] = agent < _options.Predators ? Chase(row, others) : Flee(row, others);
        }
    }

    private int Chase(ReadOnlySpan<float> row, ReadOnlySpan<float> others)
    {
        var prey = others[(2 * (_options.Predators - 1))..];
        var nearest = IndexOfNearest(prey);
        var velocity = row.Slice(4 + 2 * _options.Obstacles + others.Length + 2 * nearest, 2);
        return Steering.Towards(_options.Order, prey[2 * nearest] + Lead * velocity[0], prey[2 * nearest + 1] + Lead * velocity[1], row[0], row[1], PredatorPush);
    }

    private int Flee(ReadOnlySpan<float> row, ReadOnlySpan<float> others)
    {
        var predators = others[..(2 * _options.Predators)];
        var nearest = IndexOfNearest(predators);
        var (x, y) = (predators[2 * nearest], predators[2 * nearest + 1]);
        var length = MathF.Max(MathF.Sqrt(x * x + y * y), 1e-6f);
        return Steering.Towards(
            _options.Order,
            Math.Clamp(row[2] - x / length, -Rim, Rim) - row[2],
            Math.Clamp(row[3] - y / length, -Rim, Rim) - row[3],
            row[0],
            row[1],
            PreyPush);
    }

    private static int IndexOfNearest(ReadOnlySpan<float> points)
    {
        var (best, shortest) = (0, float.PositiveInfinity);
        for (var i = 0; i < points.Length / 2; i++)
        {
            var square = points[2 * i] * points[2 * i] + points[2 * i + 1] * points[2 * i + 1];
            if (square < shortest) (best, shortest) = (i, square);
        }

        return best;
    }
}

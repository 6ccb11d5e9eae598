using MarlRec.Environments;
using MarlRec.Environments.Particle;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

/// <summary>
/// The good agents of an <see cref="Adversary"/> occupy one landmark each, so that they do not show which is the goal; the adversary steers to the middle of all
/// landmarks, the place from which the goal is expected nearest.
/// </summary>
/// <remarks>The good agents share out the landmarks greedily, the shortest way first. It draws nothing. Thread safety: <em>single owner</em>.</remarks>
public sealed class AdversaryPolicy : IPolicy
{
    private readonly AdversaryOptions _options;
    private readonly int[] _goals;
    private readonly bool[] _taken;

    /// <summary>Makes the policy for a world.</summary>
    /// <param name="options">The world's options, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid.</exception>
    public AdversaryPolicy(AdversaryOptions? options = null)
    {
        _options = options ?? new AdversaryOptions();
        _options.Validate();
        _goals = new int[_options.GoodAgents + 1];
        _taken = new bool[_options.GoodAgents];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="observation"/> is null.</exception>
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var good = _options.GoodAgents;
        BaselineInput.Check(observation, good + 1, 4 * good + 2, actions);
        ShareOut(observation);
        for (var agent = 0; agent <= good; agent++)
        {
            if (!observation.Acting[agent]) continue;
            var landmarks = Landmarks(observation, agent);
            float x = 0, y = 0;
            for (var landmark = 0; landmark < good; landmark++)
            {
                if (agent > 0 && landmark != _goals[agent]) continue;
                x += landmarks[2 * landmark] / (agent > 0 ? 1 : good);
                y += landmarks[2 * landmark + 1] / (agent > 0 ? 1 : good);
            }

            // Agents do not see their own velocity here: they steer as if they stood.
            actions[agent] = Steering.Towards(_options.Order, x, y, 0, 0);
        }
    }

    private Span<float> Landmarks(StepBuffers observation, int agent) => observation.Observation(agent).Slice(agent > 0 ? 2 : 0, 2 * _options.GoodAgents);

    private void ShareOut(StepBuffers observation)
    {
        Array.Fill(_goals, -1);
        Array.Clear(_taken);
        for (var round = 0; round < _taken.Length; round++)
        {
            var (shortest, who, what) = (float.PositiveInfinity, 0, 0);
            for (var agent = 1; agent < _goals.Length; agent++)
            {
                if (_goals[agent] >= 0) continue;
                var landmarks = Landmarks(observation, agent);
                for (var landmark = 0; landmark < _taken.Length; landmark++)
                {
                    var length = landmarks[2 * landmark] * landmarks[2 * landmark] + landmarks[2 * landmark + 1] * landmarks[2 * landmark + 1];
                    if (!_taken[landmark] && length < shortest) (shortest, who, what) = (length, agent, landmark);
                }
            }

            _goals[who] = what;
            _taken[what] = true;
        }
    }
}

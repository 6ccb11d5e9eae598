using MarlRec.Environments;
using MarlRec.Environments.Particle;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

/// <summary>The speaker of a <see cref="SpeakerListener"/> names the goal; the listener steers to the landmark it hears of, and before that to the middle of all.</summary>
/// <remarks>It draws nothing. Thread safety: <em>immutable</em>.</remarks>
public sealed class SpeakerListenerPolicy : IPolicy
{
    private readonly IntegrationOrder _order;

    /// <summary>Makes the policy for a world.</summary>
    /// <param name="options">The world's options, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid.</exception>
    public SpeakerListenerPolicy(SpeakerListenerOptions? options = null)
    {
        options ??= new SpeakerListenerOptions();
        options.Validate();
        _order = options.Order;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="observation"/> is null.</exception>
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        BaselineInput.Check(observation, 2, 11, actions);
        if (observation.Acting[0]) actions[0] = IndexOfLargest(observation.Observation(0)[..3]);
        if (!observation.Acting[1]) return;
        var row = observation.Observation(1);
        var landmarks = row[2..8];
        var word = row[8..11].IndexOf(1f);
        var (x, y) = word >= 0
            ? (landmarks[2 * word], landmarks[2 * word + 1])
            : ((landmarks[0] + landmarks[2] + landmarks[4]) / 3, (landmarks[1] + landmarks[3] + landmarks[5]) / 3);
        actions[1] = Steering.Towards(_order, x, y, row[0], row[1]);
    }

    private static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        return best;
    }
}

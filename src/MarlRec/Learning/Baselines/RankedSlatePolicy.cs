using System.Globalization;
using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

/// <summary>
/// Sorts the candidates by a score and lays them out over the slots, best first: what a recommender does that ranks single items. In either form of a
/// recommendation environment the slate is the same.
/// </summary>
/// <remarks>
/// <para>Equal scores keep the order of the candidates. The policy draws nothing. Agents behind the slots, such as the user, get no action.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class RankedSlatePolicy : IPolicy
{
    private readonly int _slots;
    private readonly CandidateScorer _score;
    private float[] _scores = [];

    /// <summary>Creates the policy.</summary>
    /// <param name="slots">How many of the first agents are slots, K: 1 or more.</param>
    /// <param name="score">What candidates are sorted by. It may look at more than the agents see, such as a world's hidden qualities.</param>
    /// <exception cref="ArgumentNullException"><paramref name="score"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slots"/> is below 1.</exception>
    public RankedSlatePolicy(int slots, CandidateScorer score)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        ArgumentNullException.ThrowIfNull(score);
        (_slots, _score) = (slots, score);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="observation"/> or <paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException">There are fewer agents than slots, <paramref name="actions"/> has another length than there are agents, or a slot has no legal candidate left.</exception>
    /// <exception cref="InvalidOperationException">A score is NaN.</exception>
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfLengthDiffers(actions.Length, observation.Spec.AgentCount, nameof(actions));
        if (actions.Length < _slots) throw new ArgumentException($"The environment has {actions.Length} agents, but {_slots} slots were expected.", nameof(observation));
        if (!observation.Acting[.._slots].Contains(true)) return;
        var scores = Score(observation);
        for (var slot = 0; slot < _slots; slot++)
        {
            if (!observation.Acting[slot]) continue;
            var best = Best(scores, observation.Mask(slot));
            if (best < 0) throw new ArgumentException($"No candidate is left for slot {slot}.", nameof(observation));
            actions[slot] = best;
            // Taken: slots that act at once do not see each other in their masks.
            scores[best] = float.NaN;
        }
    }

    private Span<float> Score(StepBuffers observation)
    {
        if (_scores.Length < observation.CandidateCount) _scores = new float[observation.CandidateCount];
        var scores = _scores.AsSpan(0, observation.CandidateCount);
        _score(observation, scores);
        for (var candidate = 0; candidate < scores.Length; candidate++)
            if (float.IsNaN(scores[candidate])) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The score of candidate {candidate} is NaN."));
        return scores;
    }

    private static int Best(ReadOnlySpan<float> scores, ReadOnlySpan<bool> mask)
    {
        var best = -1;
        for (var candidate = 0; candidate < scores.Length; candidate++)
            if (mask[candidate] && !float.IsNaN(scores[candidate]) && (best < 0 || scores[candidate] > scores[best])) best = candidate;
        return best;
    }
}

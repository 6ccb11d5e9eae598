using MarlRec.Data;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace MarlRec;

public sealed partial class Recommender
{
    /// <summary>Learns from the served lists whose outcome is known, and promotes the new policy if the off-policy estimate does not fall.</summary>
    /// <param name="cancellationToken">Checked before anything changes.</param>
    /// <returns>What was learned.</returns>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing has changed.</exception>
    /// <remarks>
    /// A list's outcome is known when it was answered, or when its user has asked again since: silence is then an answer worth 0. Lists that were not drawn (greedy,
    /// prior) teach nothing and are let go. A host calls this from time to time, from one thread.
    /// </remarks>
    public LearnReport Learn(CancellationToken cancellationToken = default)
    {
        lock (_learning)
        {
            var model = Model;
            cancellationToken.ThrowIfCancellationRequested();
            var sessions = Sessions(model, model.Decisions.TakeSettled().Where(logged => logged.Decision.IsDrawn));
            if (sessions.Count == 0) return new LearnReport(0, 0, 0, false);
            _learner!.Update(sessions);
            var candidate = _learner.Snapshot();
            var (served, proposed) = SlateOffPolicy.Compare(model.Policy, candidate, sessions, _options.Serving);
            var promoted = proposed >= served;
            if (promoted) Promote(candidate);
            return new LearnReport(sessions.Sum(session => session.Rounds.Count), served, proposed, promoted);
        }
    }

    private static List<SlateSession> Sessions(ServedModel model, IEnumerable<LoggedDecision> settled)
    {
        var sessions = new List<SlateSession>();
        foreach (var user in settled.GroupBy(logged => logged.Decision.UserId ?? logged.Decision.EventId, StringComparer.Ordinal))
        {
            var rounds = user.Select(logged => Round(model, logged)).ToArray();
            sessions.Add(new SlateSession(rounds, rounds[^1].Context, Left: false));
        }

        return sessions;
    }

    private static SlateRound Round(ServedModel model, LoggedDecision logged)
    {
        var decision = logged.Decision;
        return new SlateRound(
            [.. decision.Context],
            CandidateSource.Rebuild(model.Ranker, decision.Candidates, decision.PairFeatures),
            [.. decision.Slots],
            [.. decision.Propensities],
            logged.Reward);
    }
}

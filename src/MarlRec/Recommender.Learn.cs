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
    /// A list's outcome is known when it was answered, or when its user was served another since: silence is then an answer worth 0. Views are no answers. Lists that were not drawn
    /// (greedy, prior) teach nothing. The estimate is self-normalised importance sampling on users that the update did not see, where there are ten users or more. A host
    /// calls this from time to time, from one thread; the more lists have been answered since the last call, the surer the judgement.
    /// </remarks>
    public LearnReport Learn(CancellationToken cancellationToken = default)
    {
        lock (_learning)
        {
            var model = Model;
            cancellationToken.ThrowIfCancellationRequested();
            var settled = model.Decisions.Settled();
            var sessions = Sessions(model, settled);
            if (sessions.Count == 0) return new LearnReport(0, 0, 0, false);
            var (training, judged) = HoldOut(sessions);
            _learner!.Update(training, _options.Serving.Temperature);
            model.Decisions.MarkLearned(settled);
            var candidate = _learner.Snapshot();
            var (served, proposed) = SlateOffPolicy.Compare(model.Policy, candidate, judged, _options.Serving);
            var promoted = proposed >= served && sessions.Any(session => session.Rounds.Any(round => round.Reward != 0));
            if (promoted) Promote(candidate);
            return new LearnReport(sessions.Sum(session => session.Rounds.Count), served, proposed, promoted);
        }
    }

    /// <summary>Every fifth user is kept back to judge the update by; with fewer than ten users there is nothing to keep back, and all are used for both.</summary>
    private static (List<SlateSession> Training, List<SlateSession> Judged) HoldOut(List<SlateSession> sessions)
    {
        const int fewest = 10, every = 5;
        if (sessions.Count < fewest) return (sessions, sessions);
        return ([.. sessions.Where((_, i) => i % every != 0)], [.. sessions.Where((_, i) => i % every == 0)]);
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

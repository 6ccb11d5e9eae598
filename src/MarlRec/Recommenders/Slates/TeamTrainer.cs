using MarlRec.Environments.Slates;
using MarlRec.Execution;
using MarlRec.Recommenders.Serving;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Slates;

/// <summary>Trains slot agents in an environment and keeps the best policy met on the way. Thread safety: <em>single owner</em>.</summary>
internal sealed class TeamTrainer(SlateActorCritic learner, TeamTrainingOptions options, RandomStream random)
{
    /// <summary>Trains and leaves the learner at its best policy; the policy served so far counts as the first candidate.</summary>
    internal TeamTrainingReport Train(
        Func<RecommendationEnvironment> create, SlateLayout layout, SlotTeamPolicy prior, ComputeContext context, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var sessions = new SlateSessions(create, layout, context);
        var judged = random.Fork("evaluation");
        var priorReturn = Mean(sessions.Play(prior.AsGreedy(), options.EvaluationSessions, judged));
        var servedReturn = Mean(sessions.Play(learner.Snapshot().AsGreedy(), options.EvaluationSessions, judged));
        var (best, bestReturn, promoted) = (Copy(), servedReturn, false);
        for (var update = 1; update <= options.Updates; update++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var played = sessions.Play(learner.Snapshot(), options.SessionsPerUpdate, random.Fork("update", update));
            learner.Update(played);
            progress?.Report(new FitProgress(FitStage.Team, update, options.Updates, Mean(played)));
            if (update % options.EvaluateEvery != 0 && update != options.Updates) continue;
            var score = Mean(sessions.Play(learner.Snapshot().AsGreedy(), options.EvaluationSessions, judged));
            if (score <= bestReturn) continue;
            (best, bestReturn, promoted) = (Copy(), score, true);
        }

        learner.Network.ImportState(best, "");
        return new TeamTrainingReport(priorReturn, bestReturn, promoted);
    }

    internal static double Mean(IReadOnlyList<SlateSession> sessions) => sessions.Average(session => session.Return);

    private Dictionary<string, FloatTensor> Copy()
    {
        var state = new Dictionary<string, FloatTensor>(StringComparer.Ordinal);
        learner.Network.ExportState(state, "");
        foreach (var name in state.Keys.ToArray()) state[name] = state[name].Clone();
        return state;
    }
}

using MarlRec.Environments.Slates;
using MarlRec.Execution;

namespace MarlRec.Recommenders.Slates;

public class TeamTrainerTests
{
    private static readonly SlateLayout s_layout = SlateTestData.Layout;
    private static readonly TeamTrainingOptions s_training = new() { Updates = 6, SessionsPerUpdate = 8, EvaluateEvery = 2, EvaluationSessions = 16 };

    [Fact]
    public void SessionsHoldWhatHappened()
    {
        var policy = new SlotTeamPolicy(s_layout, 1.5f, SlateTestData.Network(new RandomStream(1)));
        var sessions = new SlateSessions(SlateActorCriticTests.World, s_layout, ComputeContext.Serial);
        var played = sessions.Play(policy, 30, new RandomStream(4));
        Assert.Equal(played.Select(session => session.Return), sessions.Play(policy, 30, new RandomStream(4)).Select(session => session.Return));
        Assert.Equal(played.Take(3).Select(session => session.Return), sessions.Play(policy, 3, new RandomStream(4)).Select(session => session.Return));
        Assert.Contains(played, session => session.Left);
        Assert.Contains(played, session => !session.Left);
        foreach (var session in played)
        {
            session.CheckFits(s_layout, "session");
            Assert.True(session.Rounds.Count == 6 || session.Left);
            for (var r = 0; r < session.Rounds.Count; r++)
            {
                var round = session.Rounds[r];
                var values = new float[24];
                for (var slot = 0; slot < 3; slot++)
                {
                    policy.Logits(round.Context, round.Features, 24, round.Slots.AsSpan(0, slot), values);
                    PlackettLuce.Probabilities(values, 1, 0);
                    Assert.Equal(values[round.Slots[slot]], round.Propensities[slot]);
                }

                Assert.NotEqual(round.Context, r + 1 < session.Rounds.Count ? session.Rounds[r + 1].Context : session.FinalContext);
            }
        }
    }

    [Theory]
    [InlineData(SlateForm.Simultaneous, UserControl.Simulated)]
    [InlineData(SlateForm.TurnBased, UserControl.Agent)]
    public void WorldsOfAnotherFormAreRefused(SlateForm form, UserControl user) =>
        Assert.Throws<ArgumentException>("create", () => new SlateSessions(() => SlateWorlds.Topics(form, user), s_layout, ComputeContext.Serial));

    [Fact]
    public void TheBestPolicyMetIsKeptAndWithoutUpdatesNothingChanges()
    {
        var learner = Learner();
        var prior = learner.Snapshot();
        var idle = Train(learner, prior, s_training with { Updates = 0 });
        Assert.Equal((false, idle.PriorReturn, 0L), (idle.Promoted, idle.TeamReturn, learner.UpdateCount));
        Assert.True(learner.Snapshot().IsPrior);

        var report = Train(learner, prior, s_training);
        Assert.Equal(6, learner.UpdateCount);
        Assert.Equal(idle.PriorReturn, report.PriorReturn);
        Assert.True(report.TeamReturn >= report.PriorReturn);
        Assert.Equal(report.Promoted, report.TeamReturn > report.PriorReturn);
        Assert.Equal(!report.Promoted, learner.Snapshot().IsPrior);
        var judged = new SlateSessions(SlateActorCriticTests.World, s_layout, ComputeContext.Serial)
            .Play(learner.Snapshot().AsGreedy(), s_training.EvaluationSessions, new RandomStream(2).Fork("evaluation"));
        Assert.Equal(report.TeamReturn, TeamTrainer.Mean(judged));
    }

    [Fact]
    public void ACancelledTokenStopsBetweenUpdates()
    {
        using var source = new CancellationTokenSource();
        var learner = Learner();
        var progress = new Stop(source);
        Assert.Throws<OperationCanceledException>(() => new TeamTrainer(learner, s_training, new RandomStream(2))
            .Train(SlateActorCriticTests.World, s_layout, learner.Snapshot(), ComputeContext.Serial, progress, source.Token));
        Assert.Equal(1, learner.UpdateCount);
    }

    private static TeamTrainingReport Train(SlateActorCritic learner, SlotTeamPolicy prior, TeamTrainingOptions options) =>
        new TeamTrainer(learner, options, new RandomStream(2)).Train(
            SlateActorCriticTests.World, s_layout, prior, ComputeContext.Serial, null, TestContext.Current.CancellationToken);

    private static SlateActorCritic Learner() =>
        new(s_layout, new SlotTeamOptions { HiddenSize = 6, PriorWeight = 1.5 }, new RandomStream(3), ComputeContext.Serial);

    private sealed class Stop(CancellationTokenSource source) : IProgress<Serving.FitProgress>
    {
        public void Report(Serving.FitProgress value) => source.Cancel();
    }
}

using MarlRec.Environments;
using MarlRec.Environments.Classic;
using MarlRec.Environments.Grid;
using MarlRec.Execution;
using MarlRec.Learning.Exploration;
using MarlRec.Learning.Tabular;

namespace MarlRec.Learning.Training;

public class TrainerTests
{
    [Fact]
    public void ReportsProgressOnTheClockThatIsPassedIn()
    {
        var reports = new List<TrainingProgress>();
        var trainer = Trainer(new TrainerOptions { TotalSteps = 1_000, ReportEverySteps = 300 }, new SlowClock());
        var last = trainer.Run(new Sink(reports.Add));
        Assert.Equal([300, 600, 900, 1_000], reports.Select(r => r.Steps));
        Assert.Same(last, reports[^1]);
        Assert.Equal((1_000, 1_000), (last.Updates, last.TotalSteps));
        Assert.Equal(trainer.Collector.Episodes.Count, last.Episodes);
        Assert.Equal(trainer.Collector.Episodes.MeanReturn, last.MeanReturn);
        Assert.Equal(last.Steps / last.Elapsed!.Value.TotalSeconds, last.StepsPerSecond!.Value, 1e-9);
        Assert.InRange(last.LatestUpdate["td-error"], 0, 10);
        Assert.Equal(["td-error", "epsilon"], last.LatestUpdate.Names);
        Assert.Throws<KeyNotFoundException>(() => last.LatestUpdate["loss"]);
        Assert.Null(Trainer(new TrainerOptions { TotalSteps = 10 }).Run().StepsPerSecond);
        Assert.Equal(1_000, trainer.RunFor(50).Steps); // the run is over
    }

    [Fact]
    public void CancellationLeavesEverythingUsable()
    {
        using var source = new CancellationTokenSource();
        var trainer = Trainer(new TrainerOptions { TotalSteps = 1_000, ReportEverySteps = 100 });
        var sink = new Sink(p =>
        {
            if (p.Steps == 300) source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => trainer.Run(sink, source.Token));
        Assert.Equal(300, trainer.Collector.Steps);
        trainer.Run();
        Assert.Equal(Bytes(Trained(1_000)), Bytes(trainer)); // as if nobody had cancelled
        Assert.Throws<OperationCanceledException>(() => Trainer(new TrainerOptions()).Run(null, source.Token));
    }

    [Fact]
    public void SameSeedSameBitsAndAnotherSeedOthers()
    {
        Assert.Equal(Bytes(Trained(500)), Bytes(Trained(500)));
        Assert.NotEqual(Bytes(Trained(500)), Bytes(Trained(500, seed: 2)));
    }

    [Fact]
    public void EveryOptionChangesSomething()
    {
        Assert.Equal(20, Trained(20).Collector.Steps);
        Assert.Equal(30, Trained(30).Collector.Steps);
        foreach (var (every, expected) in new[] { (10, 2), (5, 4) })
        {
            var reports = 0;
            Trainer(new TrainerOptions { TotalSteps = 20, ReportEverySteps = every }).Run(new Sink(_ => reports++));
            Assert.Equal(expected, reports);
        }

        Assert.Equal("TotalSteps", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { TotalSteps = 0 }.Validate()).ParamName);
        Assert.Equal("ReportEverySteps", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { ReportEverySteps = 0 }.Validate()).ParamName);
    }

    [Fact]
    public void TurnsAreSettledWhenTheAgentMovesAgainOrEnds()
    {
        // Agent 0 plays 2, agent 1 plays 0: rewards by step are 2,0,2,0,(ended) for agent 0 and 12,10,12,10,10,10 for agent 1.
        var collector = new RolloutCollector([new TurnWorld()], new RandomStream(1), length: 6);
        var rollout = collector.Collect(new FixedPolicy(2, 0));
        Assert.Equal(2, rollout.SeriesCount);
        Assert.Equal([0, 0, 1, 1, 1, 1], rollout.Agents.ToArray());
        Assert.Equal([0, 2, 1, 3, 4, 5], rollout.Observations.ToArray());
        Assert.Equal([2, 4, 3, 4, 5, 6], rollout.NextObservations.ToArray());
        Assert.Equal([2, 2, 22, 10, 10, 10], rollout.Rewards.ToArray());
        Assert.Equal([false, true, false, false, false, false], rollout.Terminated.ToArray());
        Assert.Equal([false, false, false, false, false, true], rollout.Truncated.ToArray());
        Assert.Equal([true, false, true, false], rollout.Masks[8..12].ToArray());

        // The reward that agent 1 earned before its first move is in its return: (2 + 2 + 12 + 10 + 12 + 10 + 10 + 10) / 2.
        Assert.Equal((1, 34, 6), (collector.Episodes.Count, collector.Episodes.MeanReturn, collector.Episodes.MeanLength));
    }

    [Fact]
    public void ADecisionLeftOpenComesWithTheNextRollout()
    {
        var collector = new RolloutCollector([new TurnWorld()], new RandomStream(1), length: 2);
        Assert.Equal([0], collector.Collect(new FixedPolicy(2, 0)).Agents.ToArray());
        var second = collector.Collect(new FixedPolicy(2, 0));
        Assert.Equal([0, 1, 1], second.Agents.ToArray());
        Assert.Equal([2, 22, 10], second.Rewards.ToArray());
    }

    [Fact]
    public void TransitionsKeepTheFinalObservationAndTheActionThatFollows()
    {
        var collector = new TransitionCollector([new GridWorld(new GridWorldOptions { Map = "S..G", SlipProbability = 0, MaxSteps = 2 })], new RandomStream(1));
        var first = Assert.Single(collector.Collect(new FixedPolicy(1)));
        Assert.Equal((1, false, 1), (first.NextObservation.Span.IndexOf(1), first.Truncated, first.NextAction));
        var last = Assert.Single(collector.Collect(new FixedPolicy(1)));
        Assert.Equal((2, true, false, -1), (last.NextObservation.Span.IndexOf(1), last.Truncated, last.Terminated, last.NextAction));
        Assert.True(last.NextMask.Span.Contains(true));
    }

    [Fact]
    public void TheActionAnnouncedIsTheActionPlayed()
    {
        var collector = new TransitionCollector([CartPole.V1()], new RandomStream(1));
        var announced = -1;
        for (var i = 0; i < 200; i++)
        {
            var step = Assert.Single(collector.Collect(new RandomPolicy()));
            if (announced >= 0) Assert.Equal(announced, step.Action);
            Assert.Equal(step.Terminated, step.NextAction < 0);
            announced = step.NextAction;
        }
    }

    [Fact]
    public void AnotherCopyDoesNotDisturbTheFirst()
    {
        var one = new RolloutCollector([CartPole.V1()], new RandomStream(5), length: 50).Collect(new RandomPolicy());
        var two = new RolloutCollector([CartPole.V1(), CartPole.V1()], new RandomStream(5), length: 50).Collect(new RandomPolicy());
        Assert.Equal(2 * one.Count, two.Count);
        Assert.Equal(one.Observations.ToArray(), two.Observations[..one.Observations.Length].ToArray());
        Assert.NotEqual(one.Observations.ToArray(), two.Observations[one.Observations.Length..].ToArray());
    }

    [Fact]
    public void AStateThatDoesNotFitIsRefused()
    {
        var collector = new RolloutCollector([CartPole.V1()], new RandomStream(5), length: 7);
        collector.Collect(new RandomPolicy());
        var state = new TrainingState();
        collector.ExportState(state, "");
        Assert.Throws<ArgumentException>(() => new RolloutCollector([CartPole.V1()], new RandomStream(6)).ImportState(state, ""));
        Assert.Throws<ArgumentException>(() => new RolloutCollector([CartPole.V1(), CartPole.V1()], new RandomStream(5)).ImportState(state, ""));
        Assert.Contains("led elsewhere", Assert.Throws<ArgumentException>(
            () => new RolloutCollector([new Forgetful()], new RandomStream(5)).ImportState(state, "")).Message, StringComparison.Ordinal);
        state.Values["environment.0.actions"] = "1,x,";
        Assert.Throws<ArgumentException>(() => new RolloutCollector([CartPole.V1()], new RandomStream(5)).ImportState(state, ""));
    }

    [Fact]
    public void EvaluationIsRepeatableAndGreedyPoliciesDrawNothing()
    {
        var a = PolicyEvaluation.Evaluate(new RandomPolicy(), CartPole.V1(), 20, 1);
        Assert.Equal(a.Returns, PolicyEvaluation.Evaluate(new RandomPolicy(), CartPole.V1(), 20, 1).Returns);
        Assert.Equal(a.Returns.Take(3), PolicyEvaluation.Evaluate(new RandomPolicy(), CartPole.V1(), 3, 1).Returns);
        Assert.NotEqual(a.Returns, PolicyEvaluation.Evaluate(new RandomPolicy(), CartPole.V1(), 20, 2).Returns);
        Assert.InRange(a.MeanReturn, 12, 35);
        Assert.Equal(a.MeanReturn, a.MeanLength);
        Assert.InRange(a.StandardError, 0.1, 5);
        Assert.Throws<OperationCanceledException>(() => PolicyEvaluation.Evaluate(new RandomPolicy(), CartPole.V1(), 1, 1, new CancellationToken(true)));
        Assert.Equal("episodes", Assert.Throws<ArgumentOutOfRangeException>(() => PolicyEvaluation.Evaluate(new RandomPolicy(), CartPole.V1(), 0, 1)).ParamName);
    }

    [Fact]
    public void EpisodeStatisticsCoverTheWindow()
    {
        var statistics = new EpisodeStatistics(2);
        Assert.True(double.IsNaN(statistics.MeanReturn));
        statistics.Add(100, 1);
        statistics.Add(1, 4);
        statistics.Add(3, 8);
        Assert.Equal((3, 2, 6, 3), (statistics.Count, statistics.MeanReturn, statistics.MeanLength, statistics.LastReturn));
        Assert.Throws<ArgumentOutOfRangeException>(() => statistics.Add(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => statistics.Add(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EpisodeStatistics(0));
    }

    [Fact]
    public void BadEnvironmentsAreNamed()
    {
        var pole = CartPole.V1();
        var random = new RandomStream(1);
        Assert.Throws<ArgumentNullException>(() => new RolloutCollector(null!, random));
        Assert.Throws<ArgumentNullException>(() => new RolloutCollector([pole], null!));
        Assert.Throws<ArgumentException>(() => new RolloutCollector([], random));
        Assert.Throws<ArgumentException>(() => new RolloutCollector([pole, pole], random));
        Assert.Throws<ArgumentException>(() => new TransitionCollector([pole, new GridWorld()], random));
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => new RolloutCollector([pole], random, 0)).ParamName);
        Assert.Throws<ArgumentNullException>(() => new RolloutCollector([pole], random).Collect(null!));
        Assert.Throws<ArgumentNullException>(() => new Trainer<Rollout>(null!, null!));

        var rollout = new Rollout(2, 2);
        Assert.Throws<ArgumentException>(() => rollout.Add(0, [1, float.NaN], [], 0, 0, [1, 1], false, false));
        Assert.Throws<ArgumentException>(() => rollout.Add(0, [1, 1], [true, false], 1, 0, [1, 1], false, false));
        Assert.Throws<ArgumentOutOfRangeException>(() => rollout.Add(0, [1, 1], [], 2, 0, [1, 1], false, false));
        Assert.Throws<ArgumentOutOfRangeException>(() => rollout.Add(0, [1, 1], [], 1, float.PositiveInfinity, [1, 1], false, false));
        Assert.Equal((0, 0), (rollout.Count, rollout.SeriesCount));
    }

    private static Trainer<IReadOnlyList<Transition>> Trainer(TrainerOptions options, TimeProvider? clock = null, ulong seed = 1) => new(
        new TransitionCollector([new GridWorld()], new RandomStream(seed)),
        new QLearning(12, 4, OneHotState.Index, new QLearningOptions { Epsilon = LinearSchedule.Constant(0.5) }), options, clock);

    private static Trainer<IReadOnlyList<Transition>> Trained(long steps, ulong seed = 1)
    {
        var trainer = Trainer(new TrainerOptions { TotalSteps = steps }, seed: seed);
        trainer.Run();
        return trainer;
    }

    private static byte[] Bytes(Trainer<IReadOnlyList<Transition>> trainer)
    {
        var state = new TrainingState();
        trainer.ExportState(state);
        using var stream = new MemoryStream();
        state.Write(stream);
        return stream.ToArray();
    }

    private sealed class Sink(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    /// <summary>A second passes at each look.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }

    private sealed class FixedPolicy(params int[] byAgent) : IPolicy
    {
        public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
        {
            for (var agent = 0; agent < byAgent.Length; agent++)
                if (observation.Acting[agent]) actions[agent] = byAgent[agent];
        }
    }

    private sealed class RandomPolicy : IPolicy
    {
        public void Act(StepBuffers observation, RandomStream random, Span<int> actions) => actions[0] = random.Next(2);
    }

    /// <summary>Looks like CartPole, but what it shows depends on how often it was reset.</summary>
    private sealed class Forgetful : IEnvironment
    {
        private readonly CartPole _pole = CartPole.V1();
        private int _resets;

        public EnvironmentSpec Spec => _pole.Spec;

        public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers) => _pole.Reset(seed + (ulong)_resets++, options, buffers);

        public void Step(ReadOnlySpan<int> actions, StepBuffers buffers) => _pole.Step(actions, buffers);
    }
}

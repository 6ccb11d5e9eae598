using MarlRec.Environments;
using MarlRec.Environments.Grid;
using MarlRec.Execution;
using MarlRec.Learning.Exploration;
using MarlRec.Learning.Training;

namespace MarlRec.Learning.Tabular;

public class TabularTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void QLearningBacksUpTheMaximumWhateverTheBehaviourDoes(int nextAction)
    {
        var learner = new QLearning(2, 2, OneHotState.Index, new QLearningOptions { LearningRate = 0.5, Discount = 0.5 });
        learner.Update([Step(1, 0, 8, 1, terminated: true), Step(1, 1, 4, 1, terminated: true)]); // Q(1,·) = 4, 2
        learner.Update([Step(0, 1, 1, 1) with { NextAction = nextAction }]);
        Assert.Equal([0, 0.5f * (1 + 0.5f * 4)], learner.Table[0].ToArray());
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 2)]
    public void SarsaBacksUpTheActionTaken(int nextAction, float next)
    {
        var learner = new Sarsa(2, 2, OneHotState.Index, new SarsaOptions { LearningRate = 0.5, Discount = 0.5 });
        learner.Update([Step(1, 0, 8, 1, terminated: true), Step(1, 1, 4, 1, terminated: true)]);
        learner.Update([Step(0, 1, 1, 1) with { NextAction = nextAction }]);
        Assert.Equal([0, 0.5f * (1 + 0.5f * next)], learner.Table[0].ToArray());
    }

    [Fact]
    public void TerminationTakesTheFutureAwayAndTruncationDoesNot()
    {
        var q = new QLearning(1, 2, OneHotState.Index, new QLearningOptions { LearningRate = 1, Discount = 0.5, InitialValue = 4 });
        q.Update([Step(0, 0, 1, 0, terminated: true)]);
        q.Update([Step(0, 1, 1, 0) with { Truncated = true }]);
        Assert.Equal([1, 1 + 0.5f * 4], q.Table[0].ToArray());

        // SARSA takes no action in a truncated state; the expectation under epsilon-greedy stands in: 0.5 * 4 + 0.5 * (1 + 4) / 2.
        var sarsa = new Sarsa(1, 2, OneHotState.Index, new SarsaOptions { LearningRate = 1, Discount = 0.5, InitialValue = 4, Epsilon = LinearSchedule.Constant(0.5) });
        sarsa.Update([Step(0, 0, 1, 0, terminated: true)]);
        sarsa.Update([Step(0, 1, 1, 0) with { Truncated = true }]);
        Assert.Equal([1, 1 + 0.5f * 3.25f], sarsa.Table[0].ToArray());
    }

    [Fact]
    public void IllegalActionsDoNotCountInTheMaximum()
    {
        var learner = new QLearning(2, 2, OneHotState.Index, new QLearningOptions { LearningRate = 1, Discount = 1 });
        learner.Update([Step(1, 0, 8, 1, terminated: true), Step(1, 1, 4, 1, terminated: true)]);
        learner.Update([Step(0, 0, 0, 1) with { NextMask = new[] { false, true } }]);
        Assert.Equal(4, learner.Table[0][0]);
    }

    [Fact]
    public void ConstantRewardAlwaysTruncatedIsWorthTheWholeFuture()
    {
        var learner = new QLearning(1, 1, OneHotState.Index, new QLearningOptions { LearningRate = 0.5, Discount = 0.9 });
        for (var i = 0; i < 400; i++) learner.Update([Step(0, 0, 1, 0) with { Truncated = i % 5 == 4 }]);
        Assert.Equal(1 / (1 - 0.9), learner.Table[0][0], 1e-3);
    }

    public static TheoryData<string, double> Worlds => new() { { "q-learning", 0.0 }, { "q-learning", 0.2 }, { "sarsa", 0.0 }, { "sarsa", 0.2 } };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void ConvergesToTheOptimumOfTheGrid(string algorithm, double slip)
    {
        const double discount = 0.95;
        var world = new GridOracle(slip, discount);
        var best = world.OptimalValues();
        var epsilon = new LinearSchedule(0.5, 0, 200_000);
        var exponent = slip > 0 ? 0.6 : 0;
        var rate = slip > 0 ? 1 : 0.5;
        QTable table;
        if (algorithm == "sarsa")
        {
            var learner = new Sarsa(12, 4, OneHotState.Index, new SarsaOptions { LearningRate = rate, VisitExponent = exponent, Discount = discount, Epsilon = epsilon });
            Train(learner, world.Environment(), 250_000);
            table = learner.Table;
        }
        else
        {
            var learner = new QLearning(12, 4, OneHotState.Index, new QLearningOptions { LearningRate = rate, VisitExponent = exponent, Discount = discount, Epsilon = epsilon });
            Train(learner, world.Environment(), 250_000);
            table = learner.Table;
            Assert.Equal(best[world.Start], table.Max(world.Start, []), 0.05 * Math.Abs(best[world.Start]));
        }

        // What counts is what the learned policy is worth, computed exactly.
        var learned = world.ValuesOf(state => EpsilonGreedy.Best(table[state], []))[world.Start];
        Assert.InRange(learned, best[world.Start] - 0.01 * Math.Abs(best[world.Start]), best[world.Start] + 1e-9);
    }

    [Fact]
    public void TheOracleKnowsTheBooksUtility() => // Russell and Norvig, discount 1: 0.705 in the lower left corner.
        Assert.Equal(0.705, new GridOracle(0.2, 1).OptimalValues()[8], 5e-4);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SavedInMidEpisodeItContinuesAsIfNeverStopped(bool sarsa)
    {
        Trainer<IReadOnlyList<Transition>> Make()
        {
            ILearner<IReadOnlyList<Transition>> learner = sarsa
                ? new Sarsa(12, 4, OneHotState.Index, new SarsaOptions { Epsilon = new LinearSchedule(1, 0, 500), VisitExponent = 0.5 })
                : new QLearning(12, 4, OneHotState.Index, new QLearningOptions { Epsilon = new LinearSchedule(1, 0, 500), VisitExponent = 0.5 });
            return new Trainer<IReadOnlyList<Transition>>(
                new TransitionCollector([new GridWorld(), new GridWorld()], new RandomStream(3)), learner, new TrainerOptions { TotalSteps = 2_000 });
        }

        var whole = Make();
        whole.RunFor(701);
        var saved = Saved(whole);
        var resumed = Make();
        resumed.ImportState(TrainingState.Read(new MemoryStream(saved)));
        Assert.Equal(saved, Saved(resumed));
        Assert.Equal(Saved(whole, whole.Run()), Saved(resumed, resumed.Run()));
        Assert.NotEqual(saved, Saved(whole));
    }

    [Fact]
    public void PublishedPoliciesNeverChange()
    {
        var learner = new QLearning(1, 2, OneHotState.Index, new QLearningOptions { LearningRate = 1, Epsilon = LinearSchedule.Constant(0) });
        var before = learner.Publish();
        learner.Update([Step(0, 1, 5, 0, terminated: true)]);
        Assert.Equal((0, 0L), (Choice(before.Greedy), before.Version));
        Assert.Equal((1, 1L), (Choice(learner.Publish().Policy), learner.Publish().Version));

        static int Choice(IPolicy policy)
        {
            var buffers = new StepBuffers(new EnvironmentSpec { Name = "one", AgentCount = 1, ObservationSpaces = [new DiscreteSpace(1)], ActionSpaces = [new DiscreteSpace(2)] });
            buffers.Acting.Fill(true);
            buffers.Masks.Fill(true);
            buffers.Observations[0] = 1;
            var action = new int[1];
            policy.Act(buffers, new RandomStream(0), action);
            return action[0];
        }
    }

    [Theory]
    [InlineData("LearningRate")]
    [InlineData("VisitExponent")]
    [InlineData("Discount")]
    [InlineData("Epsilon")]
    [InlineData("InitialValue")]
    public void EveryOptionChangesSomething(string option)
    {
        var q = new QLearningOptions();
        q = option switch
        {
            "LearningRate" => q with { LearningRate = 0.2 },
            "VisitExponent" => q with { VisitExponent = 0.5 },
            "Discount" => q with { Discount = 0.9 },
            "Epsilon" => q with { Epsilon = LinearSchedule.Constant(0.9) },
            _ => q with { InitialValue = 1 },
        };
        var s = new SarsaOptions { LearningRate = q.LearningRate, VisitExponent = q.VisitExponent, Discount = q.Discount, Epsilon = q.Epsilon, InitialValue = q.InitialValue };
        Assert.NotEqual(Run(new QLearning(12, 4, OneHotState.Index)), Run(new QLearning(12, 4, OneHotState.Index, q)));
        Assert.NotEqual(Run(new Sarsa(12, 4, OneHotState.Index)), Run(new Sarsa(12, 4, OneHotState.Index, s)));
        Assert.Equal(5, typeof(QLearningOptions).GetProperties().Count(p => p.CanWrite && p.Name != "EqualityContract"));
        Assert.Equal(5, typeof(SarsaOptions).GetProperties().Count(p => p.CanWrite && p.Name != "EqualityContract"));

        static byte[] Run(ILearner<IReadOnlyList<Transition>> learner) => Saved(Train(learner, new GridWorld(), 1_000));
    }

    [Fact]
    public void BadInputIsNamedAndChangesNothing()
    {
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new QLearningOptions { LearningRate = 0 }.Validate()).ParamName);
        Assert.Equal("Discount", Assert.Throws<ArgumentOutOfRangeException>(() => new SarsaOptions { Discount = double.NaN }.Validate()).ParamName);
        Assert.Equal("Epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new SarsaOptions { Epsilon = new LinearSchedule(2, 0, 1) }.Validate()).ParamName);
        Assert.Equal("InitialValue", Assert.Throws<ArgumentOutOfRangeException>(() => new SarsaOptions { InitialValue = double.NaN }.Validate()).ParamName);
        Assert.Throws<ArgumentNullException>(() => new QLearning(1, 1, null!));

        var learner = new QLearning(2, 2, OneHotState.Index);
        var good = Step(0, 0, 1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => learner.Update([good, good with { Action = 2 }]));
        Assert.Throws<ArgumentOutOfRangeException>(() => learner.Update([good, good with { Reward = float.NaN }]));
        Assert.Throws<ArgumentException>(() => learner.Update([good, good with { Observation = new float[2] }]));
        Assert.Throws<ArgumentException>(() => learner.Update([good, good with { NextMask = new bool[2] }]));
        Assert.Throws<ArgumentNullException>(() => learner.Update(null!));
        Assert.Equal([0, 0], learner.Table[0].ToArray());
        Assert.Equal(0, learner.UpdateCount);
        Assert.Throws<ArgumentException>(() => new Sarsa(2, 2, OneHotState.Index).Update([good]));
        Assert.Throws<ArgumentException>(() => learner.ImportState(new TrainingState(), ""));

        var state = new TrainingState();
        new QLearning(3, 2, OneHotState.Index).ExportState(state, "");
        var spoilt = new TrainingState();
        learner.ExportState(spoilt, "");
        spoilt.Tensors["q"].Span[1] = float.NaN;
        Assert.Throws<ArgumentException>(() => learner.ImportState(spoilt, ""));
        spoilt.Tensors["q"].Span[1] = 0;
        spoilt.Values["visits"] = "0,-1,0,0,";
        Assert.Throws<ArgumentException>(() => learner.ImportState(spoilt, ""));
        Assert.Contains("[2,2]", Assert.Throws<ArgumentException>(() => learner.ImportState(state, "")).Message, StringComparison.Ordinal);
    }

    private static Transition Step(int state, int action, float reward, int next, bool terminated = false) => new()
    {
        Observation = OneHot(state), Action = action, Reward = reward, NextObservation = OneHot(next), Terminated = terminated,
    };

    private static float[] OneHot(int state)
    {
        var observation = new float[2];
        observation[state] = 1;
        return observation;
    }

    private static Trainer<IReadOnlyList<Transition>> Train(ILearner<IReadOnlyList<Transition>> learner, IEnvironment environment, long steps)
    {
        var trainer = new Trainer<IReadOnlyList<Transition>>(
            new TransitionCollector([environment], new RandomStream(7)), learner, new TrainerOptions { TotalSteps = steps });
        trainer.Run();
        return trainer;
    }

    private static byte[] Saved(Trainer<IReadOnlyList<Transition>> trainer, TrainingProgress? _ = null)
    {
        var state = new TrainingState();
        trainer.ExportState(state);
        using var stream = new MemoryStream();
        state.Write(stream);
        return stream.ToArray();
    }
}

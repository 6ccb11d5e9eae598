using MarlRec.Environments;
using MarlRec.Environments.Classic;
using MarlRec.Execution;
using MarlRec.Learning.Exploration;
using MarlRec.Learning.Training;
using MarlRec.Networks;

namespace MarlRec.Learning.Deep;

public class ActorCriticTests
{
    private static readonly EnvironmentSpec OneState = new()
    {
        Name = "one state", AgentCount = 1, ObservationSpaces = [new BoxSpace(0, 1, 1)], ActionSpaces = [new DiscreteSpace(3)],
    };

    [Fact]
    public void TheCriticLearnsTheBootstrappedReturnNotTheReward()
    {
        // Reward 1 for ever, every episode cut after five steps: V = 1 / (1 - 0.9) = 10. A critic fitted to the reward would say 1, one that takes
        // truncation for an end 4.1.
        var learner = new ActorCritic(OneState, new RandomStream(1), new ActorCriticOptions { Discount = 0.9, CriticLearningRate = LinearSchedule.Constant(0.02), HiddenSizes = [8] });
        for (var i = 0; i < 1_500; i++) learner.Update(Constant(action: 1, reward: 1, truncated: true));
        Assert.Equal(10, learner.Value(0, [1]), 0.2);
    }

    [Fact]
    public void ATerminatedStepHasNoFuture()
    {
        var learner = new ActorCritic(OneState, new RandomStream(1), new ActorCriticOptions { Discount = 0.9, Lambda = 1, CriticLearningRate = LinearSchedule.Constant(0.02), HiddenSizes = [8] });
        for (var i = 0; i < 1_500; i++)
        {
            var rollout = new Rollout(1, 3);
            rollout.Add(0, [1], [], 1, 1, [1], terminated: true, truncated: false);
            learner.Update(rollout);
        }

        Assert.Equal(1, learner.Value(0, [1]), 0.05);
    }

    [Fact]
    public void TheGradientIsThatOfTheWrittenLoss()
    {
        // Naive loss in double precision, advantages held constant, against one step of plain descent recovered from Adam's first step: its sign.
        var options = new ActorCriticOptions { NormaliseAdvantages = false, HiddenSizes = [], EntropyWeight = 0.1, Discount = 0.5, Lambda = 0.5 };
        var learner = new ActorCritic(OneState, new RandomStream(1), options);
        var before = Tensors(learner);
        var rollout = new Rollout(1, 3);
        rollout.Add(0, [0.5f], [true, true, false], 0, 2, [0.25f], false, false);
        rollout.Add(0, [0.25f], [true, true, true], 2, -1, [1], false, truncated: true); // bootstraps from 1, not from the next row's 0.75
        rollout.Add(0, [0.75f], [false, true, true], 1, 3, [1], terminated: true, false);
        var result = learner.Update(rollout);
        var after = Tensors(learner);

        var (a, v) = Advantages();
        foreach (var name in new[] { "actor.0.weight", "actor.0.bias" })
        {
            for (var i = 0; i < 3; i++)
            {
                const double h = 1e-4;
                var slope = (Loss(name, i, h) - Loss(name, i, -h)) / (2 * h);
                if (Math.Abs(slope) < 1e-4) continue;
                Assert.Equal(-Math.Sign(slope), Math.Sign(after["network.0." + name][i] - before["network.0." + name][i]));
            }
        }

        Assert.Equal(
            -(a[0] * LogP(0.5, [true, true, false])[0] + a[1] * LogP(0.25, [true, true, true])[2] + a[2] * LogP(0.75, [false, true, true])[1]) / 3,
            result["policy-loss"], 1e-5);
        Assert.Equal(a.Sum(x => x * x) / 3, result["value-loss"], 1e-5);
        Assert.Equal(v[0], learner.Value(0, [0.5f]), 0.05); // one small step away

        double Loss(string name, int index, double delta)
        {
            double[] one = LogP(0.5, [true, true, false], name, index, delta), two = LogP(0.25, [true, true, true], name, index, delta);
            var three = LogP(0.75, [false, true, true], name, index, delta);
            var entropy = -one.Concat(two).Concat(three).Sum(l => double.IsInfinity(l) ? 0 : Math.Exp(l) * l) / 3;
            return -(a[0] * one[0] + a[1] * two[2] + a[2] * three[1]) / 3 - 0.1 * entropy;
        }

        double[] LogP(double x, bool[] mask, string name = "", int index = 0, double delta = 0)
        {
            var logits = new double[3];
            for (var k = 0; k < 3; k++)
            {
                var w = before["network.0.actor.0.weight"][k] + (name == "actor.0.weight" && k == index ? delta : 0);
                var b = before["network.0.actor.0.bias"][k] + (name == "actor.0.bias" && k == index ? delta : 0);
                logits[k] = mask[k] ? w * x + b : double.NegativeInfinity;
            }

            var log = Math.Log(logits.Sum(Math.Exp));
            return [.. logits.Select(l => l - log)];
        }

        (double[] A, double[] V) Advantages()
        {
            double V(double x) => before["network.0.critic.0.weight"][0] * x + before["network.0.critic.0.bias"][0];
            var second = -1 + 0.5 * V(1) - V(0.25);
            return ([2 + 0.5 * V(0.25) - V(0.5) + 0.25 * second, second, 3 - V(0.75)], [V(0.5)]);
        }
    }

    [Fact]
    public void TheEntropyBonusSpreadsThePolicy()
    {
        var learner = new ActorCritic(OneState, new RandomStream(1), new ActorCriticOptions { HiddenSizes = [], EntropyWeight = 1, LearningRate = LinearSchedule.Constant(0.05) });
        var state = new TrainingState();
        learner.ExportState(state, "");
        state.Tensors["network.0.actor.0.bias"].Span[0] = 3;
        learner.ImportState(state, "");
        var entropies = Enumerable.Range(0, 300).Select(_ => learner.Update(Constant(0, 0, false))["entropy"]).ToList();
        Assert.InRange(entropies[0], 0.1, 0.5);
        Assert.Equal(Math.Log(3), entropies[^1], 0.02);
    }

    [Fact]
    public void RewardedActionsBecomeLikelierAndIllegalOnesAreNeverTaken()
    {
        var learner = new ActorCritic(OneState, new RandomStream(1), new ActorCriticOptions { NormaliseAdvantages = false });
        for (var i = 0; i < 300; i++)
        {
            var rollout = new Rollout(1, 3);
            for (var action = 0; action < 3; action++) rollout.Add(0, [1], [], action, action == 1 ? 1 : 0, [1], true, false);
            learner.Update(rollout);
        }

        var buffers = new StepBuffers(OneState);
        buffers.Acting.Fill(true);
        buffers.Observations[0] = 1;
        Assert.Equal(1, Act(learner.Publish().Greedy, [true, true, true]));
        Assert.NotEqual(1, Act(learner.Publish().Greedy, [true, false, true]));
        var random = new RandomStream(3);
        var counts = new int[3];
        for (var i = 0; i < 500; i++) counts[Act(learner.Publish().Policy, [true, true, false], random)]++;
        Assert.Equal(0, counts[2]);
        Assert.True(counts[1] > 400, $"{counts[1]} of 500");
        Assert.Throws<ArgumentException>(() => Act(learner.Behaviour, [false, false, false]));
        Assert.Throws<ArgumentException>(() => learner.Behaviour.Act(buffers, random, new int[2]));

        int Act(IPolicy policy, bool[] mask, RandomStream? stream = null)
        {
            mask.CopyTo(buffers.Masks);
            var action = new int[1];
            policy.Act(buffers, stream ?? new RandomStream(0), action);
            return action[0];
        }
    }

    [Fact]
    public void SavedInMidEpisodeItContinuesAsIfNeverStopped()
    {
        var whole = CartPoleTrainer();
        whole.RunFor(6_000);
        var saved = Bytes(whole);
        var resumed = CartPoleTrainer();
        resumed.ImportState(TrainingState.Read(new MemoryStream(saved)));
        Assert.Equal(saved, Bytes(resumed));
        whole.RunFor(6_000);
        resumed.RunFor(6_000);
        Assert.Equal(Bytes(whole), Bytes(resumed));
        Assert.NotEqual(saved, Bytes(whole));
    }

    [Fact]
    public void BitsDoNotDependOnTheDegreeOfParallelism()
    {
        using var two = new ComputeContext(2);
        var wide = new ActorCriticOptions { HiddenSizes = [160, 160] };
        ITrainer(CartPoleTrainer(wide), out var one);
        ITrainer(CartPoleTrainer(wide, two), out var other);
        Assert.Equal(one, other);

        static void ITrainer(Trainer<Rollout> trainer, out byte[] bytes)
        {
            trainer.RunFor(3_000);
            bytes = Bytes(trainer);
        }
    }

    public static TheoryData<string> Options => [.. Changes.Keys];

    private static readonly Dictionary<string, Func<ActorCriticOptions, ActorCriticOptions>> Changes = new()
    {
        ["HiddenSizes"] = o => o with { HiddenSizes = [64, 63] },
        ["Discount"] = o => o with { Discount = 0.9 },
        ["Lambda"] = o => o with { Lambda = 0.9 },
        ["LearningRate"] = o => o with { LearningRate = LinearSchedule.Constant(1e-4) },
        ["CriticLearningRate"] = o => o with { CriticLearningRate = LinearSchedule.Constant(1e-4) },
        ["EntropyWeight"] = o => o with { EntropyWeight = 0.1 },
        ["MaxGradientNorm"] = o => o with { MaxGradientNorm = 0.01 },
        ["NormaliseAdvantages"] = o => o with { NormaliseAdvantages = false },
        ["ShareParameters"] = o => o with { ShareParameters = false },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void EveryOptionChangesSomething(string option)
    {
        Assert.Equal(typeof(ActorCriticOptions).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Order(), Changes.Keys.Order());
        Assert.NotEqual(Run(new ActorCriticOptions()), Run(Changes[option](new ActorCriticOptions())));

        static byte[] Run(ActorCriticOptions options)
        {
            var trainer = new Trainer<Rollout>(
                new RolloutCollector([new TurnWorld(), new TurnWorld()], new RandomStream(2), 8), new ActorCritic(new TurnWorld().Spec, new RandomStream(1), options));
            trainer.RunFor(64);
            return Bytes(trainer);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SeveralAgentsLearnWithSharedOrOwnParameters(bool share)
    {
        // In TurnWorld both earn the action taken: agent 0's best is 3, agent 1's best legal one 2.
        var learner = new ActorCritic(new TurnWorld().Spec, new RandomStream(1), new ActorCriticOptions { ShareParameters = share, Discount = 0, LearningRate = LinearSchedule.Constant(3e-3) });
        new Trainer<Rollout>(new RolloutCollector([new TurnWorld(), new TurnWorld()], new RandomStream(2), 30), learner, new TrainerOptions { TotalSteps = 15_000 }).Run();
        var result = PolicyEvaluation.Evaluate(learner.Publish().Greedy, new TurnWorld(), 1, 1);
        Assert.Equal((3 + 2 + 3 + 2 + 13 + 12 + 13 + 12 + 12 + 12) / 2.0, result.MeanReturn);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AgentsThatSeeTheSameAreToldApart(bool share)
    {
        var spec = OneState with { AgentCount = 2, ObservationSpaces = [new BoxSpace(0, 1, 1), new BoxSpace(0, 1, 1)], ActionSpaces = [new DiscreteSpace(3), new DiscreteSpace(3)] };
        var learner = new ActorCritic(spec, new RandomStream(1), new ActorCriticOptions { ShareParameters = share, CriticLearningRate = LinearSchedule.Constant(0.02) });
        for (var i = 0; i < 300; i++)
        {
            var rollout = new Rollout(1, 3);
            for (var agent = 0; agent < 2; agent++)
            {
                rollout.Add(agent, [1], [], 0, agent, [1], terminated: true, false);
                rollout.EndSeries();
            }

            learner.Update(rollout);
        }

        Assert.Equal(0, learner.Value(0, [1]), 0.1);
        Assert.Equal(1, learner.Value(1, [1]), 0.1);
    }

    [Fact]
    public void SnapshotsServeManyThreadsAndNeverChange()
    {
        var trainer = CartPoleTrainer();
        var snapshot = trainer.Learner.Publish();
        var before = PolicyEvaluation.Evaluate(snapshot.Policy, CartPole.V1(), 5, 1).Returns;
        trainer.RunFor(2_000);
        var all = new IReadOnlyList<double>[8];
        Parallel.For(0, all.Length, i => all[i] = PolicyEvaluation.Evaluate(snapshot.Policy, CartPole.V1(), 5, 1).Returns);
        Assert.All(all, returns => Assert.Equal(before, returns));
        Assert.Equal((0, trainer.Learner.UpdateCount), (snapshot.Version, trainer.Learner.Publish().Version));
    }

    [Fact]
    public void BadInputIsNamedAndChangesNothing()
    {
        foreach (var (name, bad) in new (string, ActorCriticOptions)[]
        {
            ("HiddenSizes", new() { HiddenSizes = [0] }), ("Discount", new() { Discount = 1.5 }), ("Lambda", new() { Lambda = double.NaN }),
            ("LearningRate", new() { LearningRate = LinearSchedule.Constant(0) }), ("CriticLearningRate", new() { CriticLearningRate = LinearSchedule.Constant(2) }),
            ("EntropyWeight", new() { EntropyWeight = -1 }), ("MaxGradientNorm", new() { MaxGradientNorm = 0 }),
        })
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new ActorCritic(OneState, new RandomStream(1), bad)).ParamName);
        Assert.Throws<ArgumentNullException>(() => new ActorCritic(null!, new RandomStream(1)));
        Assert.Throws<ArgumentNullException>(() => new ActorCritic(OneState, null!));

        var learner = new ActorCritic(OneState, new RandomStream(1));
        learner.Update(Constant(0, 1, false));
        var before = Tensors(learner);
        Assert.Throws<ArgumentNullException>(() => learner.Update(null!));
        Assert.Contains("CartPole-v1", Assert.Throws<ArgumentException>(
            () => PolicyEvaluation.Evaluate(learner.Publish().Policy, CartPole.V1(), 1, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => learner.Update(new Rollout(1, 3)));
        Assert.Throws<ArgumentException>(() => learner.Update(new Rollout(2, 3)));
        var stranger = new Rollout(1, 3);
        stranger.Add(1, [1], [], 0, 0, [1], false, false);
        Assert.Throws<ArgumentException>(() => learner.Update(stranger));
        var huge = new Rollout(1, 3);
        huge.Add(0, [1], [], 0, float.MaxValue, [1], true, false);
        Assert.Throws<ArithmeticException>(() => learner.Update(huge));
        var state = new TrainingState();
        learner.ExportState(state, "");
        state.Tensors.Remove("adam.critic.0.0.weight.mean");
        Assert.Throws<ArgumentException>(() => learner.ImportState(state, ""));
        Assert.Equal(before, Tensors(learner));
        Assert.Equal(1, learner.UpdateCount);
    }

    private static Rollout Constant(int action, float reward, bool truncated)
    {
        var rollout = new Rollout(1, 3);
        for (var t = 0; t < 5; t++) rollout.Add(0, [1], [], action, reward, [1], false, truncated && t == 4);
        return rollout;
    }

    private static Trainer<Rollout> CartPoleTrainer(ActorCriticOptions? options = null, ComputeContext? context = null)
    {
        var copies = Enumerable.Range(0, 8).Select(_ => CartPole.V1()).ToArray();
        return new Trainer<Rollout>(
            new RolloutCollector(copies, new RandomStream(2)), new ActorCritic(copies[0].Spec, new RandomStream(1), options, context));
    }

    private static Dictionary<string, float[]> Tensors(ActorCritic learner)
    {
        var state = new TrainingState();
        learner.ExportState(state, "");
        return state.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.Span.ToArray());
    }

    private static byte[] Bytes(Trainer<Rollout> trainer)
    {
        var state = new TrainingState();
        trainer.ExportState(state);
        using var stream = new MemoryStream();
        state.Write(stream);
        return stream.ToArray();
    }
}

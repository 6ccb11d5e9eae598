using MarlRec.Environments.Slates;
using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Networks;

namespace MarlRec.Recommenders.Slates;

public class SlateActorCriticTests
{
    private static readonly SlotTeamOptions s_options = new() { HiddenSize = 6, PriorWeight = 1.5, MinibatchSize = 16 };

    public static TheoryData<string, SlotTeamOptions> Changes => new()
    {
        { nameof(SlotTeamOptions.PriorWeight), s_options with { PriorWeight = 2 } },
        { nameof(SlotTeamOptions.HiddenSize), s_options with { HiddenSize = 7 } },
        { nameof(SlotTeamOptions.Discount), s_options with { Discount = 0.5 } },
        { nameof(SlotTeamOptions.Lambda), s_options with { Lambda = 0.9 } },
        { nameof(SlotTeamOptions.PriorLeash), s_options with { PriorLeash = 1 } },
        { nameof(SlotTeamOptions.RatioClip), s_options with { RatioClip = 0.01 } },
        { nameof(SlotTeamOptions.Epochs), s_options with { Epochs = 1 } },
        { nameof(SlotTeamOptions.MinibatchSize), s_options with { MinibatchSize = 8 } },
        { nameof(SlotTeamOptions.LearningRate), s_options with { LearningRate = 0.001 } },
        { nameof(SlotTeamOptions.CriticLearningRate), s_options with { CriticLearningRate = 0.001 } },
        { nameof(SlotTeamOptions.PairLearningRate), s_options with { PairLearningRate = 0.01 } },
        { nameof(SlotTeamOptions.GradientNorm), s_options with { GradientNorm = 0.01 } },
    };

    [Fact]
    public void TheRatioIsOneForDataOfTheCurrentPolicy()
    {
        var learner = Learner(s_options with { Epochs = 1, MinibatchSize = 1000, PriorLeash = 0 }, randomise: true);
        var sessions = SlateTestData.Sessions(learner.Snapshot(), 20);
        var batch = new SlateMinibatch(SlateTestData.Layout, 1000);
        batch.Clear(8);
        foreach (var round in sessions.SelectMany(session => session.Rounds))
            for (var slot = 0; slot < 3; slot++) batch.Add(round, slot, 0);
        var tape = new Tape(ComputeContext.Serial);
        var chosen = tape.GatherColumns(tape.MaskedLogSoftmax(learner.Network.Forward(tape, batch, 1.5f), batch.Mask), batch.Actions).Value;
        for (var n = 0; n < batch.Count; n++) Assert.Equal(1, Math.Exp(chosen[n]) / batch.Propensities[n], 1e-4);

        // The loss says the same: −mean(ρA) is 0 where ρ is 1 and advantages have mean 0.
        Assert.Equal(0, learner.Update(sessions)["policy loss"], 1e-4);
    }

    [Fact]
    public void AStrongLeashKeepsThePolicyAtThePrior()
    {
        double After(double leash)
        {
            var learner = Learner(s_options with { PriorLeash = leash });
            double divergence = 0;
            for (var update = 0; update < 30; update++)
                divergence = learner.Update(SlateTestData.Sessions(learner.Snapshot(), 12, (ulong)update))["leash"];
            return divergence;
        }

        var (free, held) = (After(0), After(1000));
        Assert.True(held < 0.1 * free, $"{held} with a leash, {free} without");
    }

    [Fact]
    public void APositiveAdvantageRaisesTheProbability()
    {
        var learner = Learner(s_options);
        var random = new RandomStream(8);
        var (context, features) = (SlateTestData.Numbers(random, 4), SlateTestData.Features(random, 5));
        var before = Probabilities(learner, context, features);
        var sessions = Enumerable.Range(0, 2)
            .Select(item => new SlateSession([new SlateRound(context, features, [item], [before[item]], Reward: item)], context, Left: true)).ToArray();
        for (var update = 0; update < 5; update++) learner.Update(sessions);
        var after = Probabilities(learner, context, features);
        Assert.True(after[1] > before[1] && after[0] < before[0], $"{before[0]} {before[1]} became {after[0]} {after[1]}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AdvantagesStayWithinTheirSession(bool left)
    {
        var learner = Learner(s_options with { Discount = 0.5, Lambda = 0.8 });
        var random = new RandomStream(3);
        var policy = learner.Snapshot();
        SlateSession Session(params float[] rewards) => new(
            [.. rewards.Select(reward => SlateTestData.Draw(policy, random, 2, 5, reward: _ => reward))], SlateTestData.Numbers(random, 4), left);
        SlateSession[] sessions = [Session(1, 0, 2), Session(5), Session(0, 3)];
        var (advantages, returns) = Estimate(learner, sessions);

        var at = 0;
        foreach (var session in sessions)
        {
            var n = session.Rounds.Count;
            var values = learner.Critic.Values(new Tape(ComputeContext.Serial), [.. session.Rounds.Select(round => round.Context), session.FinalContext]);
            if (left) values[n] = 0;
            double advantage = 0;
            for (var t = n - 1; t >= 0; t--)
            {
                advantage = session.Rounds[t].Reward + 0.5 * values[t + 1] - values[t] + 0.4 * advantage;
                Assert.Equal(advantage, advantages[at + t], 1e-5);
                Assert.Equal(advantage + values[t], returns[at + t], 1e-5);
            }

            at += n;
        }
    }

    [Fact]
    public void ContinuingEqualsNeverHavingStopped()
    {
        var (one, two) = (Learner(s_options), Learner(s_options));
        var batches = Enumerable.Range(0, 5).Select(i => SlateTestData.Sessions(one.Snapshot(), 8, (ulong)i)).ToArray();
        foreach (var batch in batches[..3]) one.Update(batch);
        using var file = new MemoryStream(Bytes(one));
        two.ImportState(TrainingState.Read(file), "x.");
        Assert.Equal(3, two.UpdateCount);
        foreach (var batch in batches[3..])
        {
            one.Update(batch);
            two.Update(batch);
        }

        Assert.Equal(Bytes(one), Bytes(two));
        Assert.Equal(5, two.Publish().Version);
    }

    [Fact]
    public void ADegreeOfParallelismChangesNoBit()
    {
        byte[] Run(int degree)
        {
            var context = new ComputeContext(degree);
            var learner = new SlateActorCritic(SlateTestData.Layout, s_options with { MinibatchSize = 128 }, new RandomStream(1), context);
            var sessions = new SlateSessions(World, SlateTestData.Layout, context);
            for (var update = 0; update < 3; update++) learner.Update(sessions.Play(learner.Snapshot(), 20, new RandomStream((ulong)update)));
            return Bytes(learner);
        }

        Assert.Equal(Run(1), Run(2));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void EveryOptionMatters(string option, SlotTeamOptions changed)
    {
        Assert.NotEmpty(option);
        Assert.NotEqual(Trained(s_options), Trained(changed));

        static byte[] Trained(SlotTeamOptions options)
        {
            var learner = Learner(options, randomise: true);
            var behaviour = new SlotTeamPolicy(SlateTestData.Layout, 1, new SlotTeamNetwork(SlateTestData.Layout, 5, new RandomStream(1)));
            for (var update = 0; update < 2; update++) learner.Update(SlateTestData.Sessions(behaviour, 12, (ulong)update));
            return Bytes(learner);
        }
    }

    [Fact]
    public void BadBatchesAndStatesChangeNothing()
    {
        var learner = Learner(s_options, randomise: true);
        var good = SlateTestData.Sessions(learner.Snapshot(), 2);
        learner.Update(good);
        var before = Bytes(learner);
        var round = good[0].Rounds[0];
        var session = good[0];
        SlateSession[] bad =
        [
            session with { Rounds = [] },
            session with { FinalContext = [1] },
            session with { FinalContext = [1, 2, float.NaN, 4] },
            session with { Rounds = [round with { Context = [] }] },
            session with { Rounds = [round with { Features = round.Features[1..] }] },
            session with { Rounds = [round with { Features = [.. round.Features[1..], float.NaN] }] },
            session with { Rounds = [round with { Slots = [], Propensities = [] }] },
            session with { Rounds = [round with { Slots = [0, 1, 99] }] },
            session with { Rounds = [round with { Slots = [0, 1, 1] }] },
            session with { Rounds = [round with { Propensities = [1, 0, 1] }] },
            session with { Rounds = [round with { Propensities = [1, 1] }] },
            session with { Rounds = [round with { Propensities = [1, float.NaN, 1] }] },
            session with { Rounds = [round with { Reward = float.NaN }] },
        ];
        Assert.Throws<ArgumentNullException>("batch", () => learner.Update(null!));
        Assert.Throws<ArgumentException>("batch", () => learner.Update([]));
        foreach (var broken in bad) Assert.Equal("batch", Assert.ThrowsAny<ArgumentException>(() => learner.Update([session, broken])).ParamName);

        var state = TrainingState.Read(new MemoryStream(before));
        state.Tensors.Remove(state.Tensors.Keys.Last());
        foreach (var value in (float[])[0, 9]) state.Tensors.First().Value.Span.Fill(value);
        Assert.ThrowsAny<ArgumentException>(() => learner.ImportState(state, "x."));
        Assert.ThrowsAny<ArgumentException>(() => learner.ImportState(new TrainingState(), "x."));
        Assert.Equal(before, Bytes(learner));
    }

    [Fact]
    public void OptionsAreChecked()
    {
        var good = new SlotTeamOptions();
        good.Validate();
        (string Name, SlotTeamOptions Options)[] bad =
        [
            (nameof(good.PriorWeight), good with { PriorWeight = 0 }), (nameof(good.HiddenSize), good with { HiddenSize = 0 }),
            (nameof(good.Discount), good with { Discount = 1.1 }), (nameof(good.Lambda), good with { Lambda = double.NaN }),
            (nameof(good.PriorLeash), good with { PriorLeash = -1 }), (nameof(good.PriorLeash), good with { PriorLeash = double.PositiveInfinity }),
            (nameof(good.RatioClip), good with { RatioClip = 0 }), (nameof(good.RatioClip), good with { RatioClip = 1 }),
            (nameof(good.Epochs), good with { Epochs = 0 }), (nameof(good.MinibatchSize), good with { MinibatchSize = 0 }),
            (nameof(good.LearningRate), good with { LearningRate = 0 }), (nameof(good.CriticLearningRate), good with { CriticLearningRate = double.PositiveInfinity }),
            (nameof(good.PairLearningRate), good with { PairLearningRate = -1 }), (nameof(good.GradientNorm), good with { GradientNorm = double.NaN }),
        ];
        foreach (var (name, options) in bad) Assert.Throws<ArgumentOutOfRangeException>(name, options.Validate);

        var training = new TeamTrainingOptions();
        training.Validate();
        Assert.Throws<ArgumentOutOfRangeException>("Updates", (training with { Updates = -1 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("SessionsPerUpdate", (training with { SessionsPerUpdate = 0 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("EvaluateEvery", (training with { EvaluateEvery = 0 }).Validate);
        Assert.Throws<ArgumentOutOfRangeException>("EvaluationSessions", (training with { EvaluationSessions = 0 }).Validate);
        Assert.Throws<ArgumentNullException>("Environment", (training with { Environment = null! }).Validate);
        Assert.Throws<ArgumentException>("Environment", (training with { Environment = new() { Form = SlateForm.Simultaneous } }).Validate);
        Assert.Throws<ArgumentException>("Environment", (training with { Environment = new() { User = UserControl.Agent } }).Validate);
    }

    internal static RecommendationEnvironment World() =>
        new(SlateWorlds.Population(), new FeatureView(), new RecommendationEnvironmentOptions { SlateSize = 3, CandidateCount = 24, MaxRounds = 6 });

    private static SlateActorCritic Learner(SlotTeamOptions options, bool randomise = false)
    {
        var learner = new SlateActorCritic(SlateTestData.Layout, options, new RandomStream(21), ComputeContext.Serial);
        if (!randomise) return learner;
        var random = new RandomStream(22);
        foreach (var (_, parameter) in learner.Network.NamedParameters())
            foreach (ref var value in parameter.Value.Span) value = (float)(0.5 * random.NextGaussian());
        return learner;
    }

    private static (float[] Advantages, float[] Returns) Estimate(SlateActorCritic learner, SlateSession[] sessions)
    {
        var rounds = sessions.SelectMany(session => session.Rounds).ToArray();
        var (advantages, returns) = (new float[rounds.Length], new float[rounds.Length]);
        learner.Estimate(sessions, rounds, advantages, returns);
        return (advantages, returns);
    }

    private static float[] Probabilities(SlateActorCritic learner, float[] context, float[] features)
    {
        var values = new float[features.Length / SlateTestData.Layout.CandidateSize];
        learner.Snapshot().Logits(context, features, values.Length, [], values);
        PlackettLuce.Probabilities(values, 1, 0);
        return values;
    }

    private static byte[] Bytes(SlateActorCritic learner)
    {
        var state = new TrainingState();
        learner.ExportState(state, "x.");
        using var file = new MemoryStream();
        state.Write(file);
        return file.ToArray();
    }
}

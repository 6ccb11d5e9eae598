using System.Text;
using MarlRec.Execution;
using MarlRec.Learning.Baselines;

namespace MarlRec.Environments.Slates;

/// <summary>What all worlds with RecSim's dynamics have in common.</summary>
public class RecSimWorldTests
{
    public static TheoryData<string> Worlds => [.. SlatePlay.Worlds];

    [Theory]
    [MemberData(nameof(Worlds))]
    public void WorldsKeepTheContractInEveryForm(string world)
    {
        foreach (var form in Enum.GetValues<SlateForm>())
            foreach (var user in Enum.GetValues<UserControl>())
                Assert.Empty(EnvironmentChecker.Check(() => SlatePlay.Create(world, form, user), new EnvironmentCheckOptions { MaxSteps = 200 }));
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void BothFormsAnswerTheSameSlatesAlike(string world)
    {
        var (turns, atOnce) = (SlatePlay.Create(world, SlateForm.TurnBased), SlatePlay.Create(world, SlateForm.Simultaneous));
        Assert.Equal(atOnce.Spec.Name, turns.Spec.Name);
        var (a, b) = (new StepBuffers(turns.Spec), new StepBuffers(atOnce.Spec));
        turns.Reset(11, a);
        atOnce.Reset(11, b);
        var (random, slots) = (new RandomStream(1), turns.Spec.AgentCount - 1);
        for (var round = 0; !b.IsEpisodeOver; round++)
        {
            Assert.True(round < 2000);
            Assert.Equal(b.Candidates.ToArray(), a.Candidates.ToArray());
            var slate = Enumerable.Range(0, turns.Spec.CandidateCount).ToArray();
            random.Shuffle(slate.AsSpan());
            int[] actions = [.. slate[..slots], 0];
            for (var slot = 0; slot < slots; slot++) turns.Step(actions, a);
            atOnce.Step(actions, b);
            Assert.Equal(b.Rewards.ToArray(), a.Rewards.ToArray());
            Assert.Equal(b.Observations.ToArray(), a.Observations.ToArray());
            Assert.Equal(b.IsEpisodeOver, a.IsEpisodeOver);
            // A common payoff: the user's reward is the team's.
            Assert.All(b.Rewards.ToArray(), reward => Assert.Equal(b.Rewards[0], reward));
        }
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void SessionsOfDifferentSeedsDiffer(string world) =>
        Assert.NotEqual(SlatePlay.Trace(SlatePlay.Create(world, SlateForm.TurnBased)), SlatePlay.Trace(SlatePlay.Create(world, SlateForm.TurnBased), seed: 6));

    [Theory]
    [MemberData(nameof(Worlds))]
    public void AUserAgentMayLeave(string world)
    {
        var environment = SlatePlay.Create(world, SlateForm.Simultaneous, UserControl.Agent);
        var buffers = new StepBuffers(environment.Spec);
        environment.Reset(1, buffers);
        var slots = environment.Spec.AgentCount - 1;
        int[] actions = [.. Enumerable.Range(0, slots), slots + 1];
        environment.Step(actions, buffers);
        Assert.True(buffers.Acting[slots]);
        environment.Step(actions, buffers);
        Assert.False(buffers.Terminated.Contains(false));
    }

    [Fact]
    public void SlotsMustFitTheCandidates()
    {
        foreach (var slots in (int[])[0, 11])
        {
            Assert.Throws<ArgumentOutOfRangeException>("slots", () => new InterestEvolution().CreateEnvironment(slots));
            Assert.Throws<ArgumentOutOfRangeException>("slots", () => new InterestExploration().CreateEnvironment(slots));
            Assert.Throws<ArgumentOutOfRangeException>("slots", () => new LongTermSatisfaction().CreateEnvironment(slots));
        }

        Assert.Throws<ArgumentOutOfRangeException>("Form", () => new InterestEvolution().CreateEnvironment(3, (SlateForm)2));
        Assert.Equal("InterestEvolution-10-3", new InterestEvolution().CreateEnvironment().Spec.Name);
    }

    [Fact]
    public void AWorldPlaysOneSessionAtATime()
    {
        var (evolution, exploration, satisfaction) = (new InterestEvolution(), new InterestExploration(), new LongTermSatisfaction());
        foreach (var create in (Func<RecommendationEnvironment>[])[() => evolution.CreateEnvironment(), () => exploration.CreateEnvironment(), () => satisfaction.CreateEnvironment()])
        {
            create();
            Assert.Throws<InvalidOperationException>(create);
        }
    }

    [Fact]
    public void FramesShowTheSlateItsAnswerAndTheChoicesSoFar()
    {
        var options = new LongTermSatisfactionOptions { CandidateCount = 3, Documents = ClickbaitLevels.Spaced, Sensitivity = 0, InnovationDeviation = 0, ChocolateDeviation = 0, KaleDeviation = 0 };
        var environment = new LongTermSatisfaction(options).CreateEnvironment(2);
        Assert.Throws<ArgumentNullException>("text", () => environment.Render(null!));
        Assert.Throws<InvalidOperationException>(() => environment.Render(new StringBuilder()));
        var buffers = new StepBuffers(environment.Spec);
        environment.Reset(1, buffers);
        Assert.Equal("LongTermSatisfaction-3-2, 0 answered, satisfaction 0.500\ncandidates\n  [0] clickbait 0.00\n  [1] clickbait 0.50\n  [2] clickbait 1.00\n", Frame(environment));
        environment.Step([2, 0, 0], buffers);
        Assert.Contains("  [2] clickbait 1.00  -> slot 1\n", Frame(environment), StringComparison.Ordinal);
        environment.Step([0, 0, 0], buffers);
        // e^2.5 = 12.18.
        Assert.Equal(
            "LongTermSatisfaction-3-2, 1 answered, satisfaction 0.500\nslate\n  1. clickbait 1.00  <- chosen, reward 12.18\n  2. clickbait 0.00\ncandidates\n  [0] clickbait 0.00\n  [1] clickbait 0.50\n  [2] clickbait 1.00\n",
            Frame(environment));

        environment = new LongTermSatisfaction(options).CreateEnvironment(2, SlateForm.Simultaneous, UserControl.Agent);
        environment.Reset(1, buffers);
        environment.Step([1, 0, 0], buffers);
        Assert.Equal("LongTermSatisfaction-3-2, 0 answered, satisfaction 0.500\nslate\n  1. clickbait 0.50\n  2. clickbait 0.00\n", Frame(environment));
        environment.Step([1, 0, 2], buffers);
        Assert.Contains("  none chosen\n", Frame(environment), StringComparison.Ordinal);
        environment.Step([1, 0, 2], buffers);
        environment.Step([1, 0, 3], buffers);
        Assert.Contains("  left\n", Frame(environment), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void FramesTellOfItemsThatWereOnTheSlateEvenWhenNewOnesAreOffered(string world)
    {
        var environment = SlatePlay.Create(world, SlateForm.Simultaneous);
        var buffers = new StepBuffers(environment.Spec);
        environment.Reset(3, buffers);
        string[] Lines() => Frame(environment).Split('\n');
        var first = Lines().Single(line => line.StartsWith("  [0] ", StringComparison.Ordinal))["  [0] ".Length..];
        environment.Step([.. Enumerable.Range(0, environment.Spec.AgentCount)], buffers);
        Assert.StartsWith("  1. " + first, Lines().Single(line => line.StartsWith("  1. ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherPopulationsAreDrawnByTheirNumbers()
    {
        var environment = SlateWorlds.Topics(SlateForm.TurnBased, UserControl.Simulated);
        environment.Reset(1, new StepBuffers(environment.Spec));
        Assert.Contains($"  [0] item {environment.CandidateItems[0]}\n", Frame(environment), StringComparison.Ordinal);
    }

    [Fact]
    public void ARankedSlateIsTheSameInBothForms()
    {
        foreach (var form in Enum.GetValues<SlateForm>())
        {
            var world = new InterestEvolution();
            var environment = world.CreateEnvironment(3, form);
            var (buffers, actions) = (new StepBuffers(environment.Spec), new int[4]);
            environment.Reset(8, buffers);
            var expected = world.Qualities.ToArray().Select((quality, item) => (quality, item)).OrderByDescending(pair => pair.quality).Take(3).Select(pair => pair.item).ToArray();
            var policy = new RankedSlatePolicy(3, (_, scores) => world.Qualities.CopyTo(scores));
            do
            {
                policy.Act(buffers, new RandomStream(1), actions);
                environment.Step(actions, buffers);
            }
            while (environment.Round == 0);
            Assert.Equal(expected, environment.Slate.ToArray());
        }
    }

    private static string Frame(RecommendationEnvironment environment)
    {
        var text = new StringBuilder();
        environment.Render(text);
        return text.ToString();
    }
}

using MarlRec.Environments.Grid;
using MarlRec.Execution;

namespace MarlRec.Environments.Tables;

public class TabularWorldTests
{
    public static TheoryData<string> Names => TabularWorlds.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void WorldsKeepTheContract(string name) =>
        Assert.Empty(EnvironmentChecker.Check(TabularWorlds.ByName[name], new EnvironmentCheckOptions { Episodes = 4, MaxSteps = 60 }));

    [Theory]
    [InlineData("FrozenLake-v1", 100, 0.70, "frozenlake 4x4")]
    [InlineData("FrozenLake8x8-v1", 200, 0.85, "frozenlake 8x8")]
    [InlineData("FrozenLake", 100, null, "frozenlake 4x4 firm")]
    [InlineData("CliffWalking-v1", null, null, "cliff")]
    [InlineData("CliffWalkingSlippery-v1", null, null, "cliff slippery")]
    [InlineData("Taxi-v4", 200, 8.0, "taxi")]
    [InlineData("Taxi", 200, null, "taxi rainy")]
    [InlineData("Blackjack-v1", null, null, "blackjack sab")]
    public void SpecsAreThoseOfTheRegistry(string name, int? maxSteps, double? threshold, string world)
    {
        var spec = TabularWorlds.ByName[world]().Spec;
        Assert.Equal((name, maxSteps, threshold), (spec.Name, spec.MaxSteps, spec.RewardThreshold));
    }

    /// <summary>Random play: every step is one of the model's outcomes, as often as it says, masks and observations are the state's, and nothing is missing.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void StepsFollowTheModel(string name)
    {
        var world = TabularWorlds.ByName[name]();
        var model = world.Model;
        var buffers = new StepBuffers(world.Spec);
        var random = new RandomStream(3);
        var seen = new Dictionary<(int State, int Action), Dictionary<TabularOutcome, int>>();
        var starts = new int[model.StateCount];
        var steps = TestTier.Choose(50_000, 2_000_000);
        for (ulong episode = 0; steps > 0; episode++)
        {
            world.Reset(episode, buffers);
            starts[world.State]++;
            for (var length = 0; !buffers.IsEpisodeOver && length < 500; length++, steps--)
            {
                var state = world.State;
                for (var a = 0; a < model.ActionCount; a++)
                    if (model.Outcomes(state, a).IsEmpty == buffers.Mask(0)[a]) Assert.Fail($"The mask of action {a} in state {state} is wrong.");
                var action = world.Spec.ActionSpaces[0].Sample(random, buffers.Mask(0));
                world.Step([action], buffers);
                var outcome = Match(model.Outcomes(state, action), world.State, buffers.Rewards[0], buffers.Terminated[0]);
                if ((world is Taxi ? world.State % 500 : Observed(world.State)) != Observation(world, buffers)) Assert.Fail($"The observation in state {world.State} is wrong.");
                if (!seen.TryGetValue((state, action), out var counts)) seen.Add((state, action), counts = []);
                counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
            }
        }

        AssertFrequencies(model, seen);
        var episodes = starts.Sum();
        for (var state = 0; state < starts.Length; state++)
            AssertShare(model.StartProbabilities[state], starts[state], episodes, $"start {state}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OutcomesSumToOneAndAreDistinct(string name)
    {
        var model = TabularWorlds.ByName[name]().Model;
        Assert.Equal(1, model.StartProbabilities.ToArray().Sum(), 1e-12);
        for (var state = 0; state < model.StateCount; state++)
            for (var action = 0; action < model.ActionCount; action++)
            {
                if (model.Outcomes(state, action).Length < 2 && (model.Outcomes(state, action).IsEmpty || model.Outcomes(state, action)[0].Probability == 1)) continue;
                var outcomes = model.Outcomes(state, action).ToArray();
                Assert.Equal(1, outcomes.Sum(outcome => outcome.Probability), 1e-12);
                Assert.All(outcomes, outcome => Assert.InRange(outcome.Probability, double.Epsilon, 1));
                Assert.Equal(outcomes.Length, outcomes.Select(outcome => (outcome.Next, outcome.Reward, outcome.Terminated)).Distinct().Count());
            }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StateAndPictureNeedAReset(string name)
    {
        var world = TabularWorlds.ByName[name]();
        var picture = new System.Text.StringBuilder("x");
        Assert.Throws<InvalidOperationException>(() => world.State);
        Assert.Throws<InvalidOperationException>(() => ((ITextRenderable)world).Render(picture));
        Assert.Equal("x", picture.ToString());
        Assert.Throws<ArgumentNullException>("text", () => ((ITextRenderable)world).Render(null!));
        Assert.Throws<ArgumentOutOfRangeException>("state", () => world.Model.Outcomes(world.Model.StateCount, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>("state", () => world.Model.Outcomes(-1, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>("action", () => world.Model.Outcomes(0, world.Model.ActionCount).Length);
        Assert.Throws<ArgumentOutOfRangeException>("action", () => world.Model.Outcomes(0, -1).Length);
    }

    // A natural looks like any other 21 with an ace.
    private static int Observed(int state) => state < 704 ? state : (21 * 11 + state - 704) * 2 + 1;

    private static int Observation(ITabularEnvironment world, StepBuffers buffers) => world is Blackjack
        ? Blackjack.IndexOf(0, buffers.Observation(0))
        : ((DiscreteSpace)world.Spec.ObservationSpaces[0]).Decode(buffers.Observation(0));

    private static TabularOutcome Match(ReadOnlySpan<TabularOutcome> outcomes, int next, float reward, bool terminated)
    {
        foreach (var outcome in outcomes)
            if (outcome.Next == next && (float)outcome.Reward == reward && outcome.Terminated == terminated) return outcome;
        throw new InvalidOperationException($"The model does not know that state {next} may follow with reward {reward}, terminated {terminated}.");
    }

    private static void AssertFrequencies(ITabularModel model, Dictionary<(int State, int Action), Dictionary<TabularOutcome, int>> seen)
    {
        foreach (var ((state, action), counts) in seen)
        {
            var tries = counts.Values.Sum();
            foreach (var outcome in model.Outcomes(state, action))
                AssertShare(outcome.Probability, counts.GetValueOrDefault(outcome), tries, $"action {action} in state {state}: {outcome}");
        }
    }

    // Six standard errors, and what has been tried often enough has been seen.
    private static void AssertShare(double probability, int count, int tries, string what)
    {
        Assert.InRange(probability, 0, 1);
        var error = 6 * Math.Sqrt(tries * probability * (1 - probability)) + (probability < 1 ? 3 : 1e-9);
        Assert.True(Math.Abs(count - tries * probability) <= error, $"{what}: {count} of {tries}");
    }
}

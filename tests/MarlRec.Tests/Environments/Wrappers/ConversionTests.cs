using FsCheck.Xunit;
using MarlRec.Environments.Classic;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Slates;
using MarlRec.Execution;

namespace MarlRec.Environments.Wrappers;

public class ConversionTests
{
    private static readonly int[][] s_orders = [[], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    [Property(MaxTest = 40)]
    public void TurnsRepeatTheWorldExactly(ushort seed, byte order) => AssertSameEpisode(new ParallelToTurnBased(new Crowd(), s_orders[order % 6]), seed, s_orders[order % 6]);

    [Property(MaxTest = 40)]
    public void ThereAndBackRepeatsTheWorldExactly(ushort seed, byte order) =>
        AssertSameEpisode(new TurnBasedToParallel(new ParallelToTurnBased(new Crowd(), s_orders[order % 6])), seed, s_orders[order % 6]);

    /// <summary>Every turn of the inner game is one step in parallel, and in turns again as many as there are live agents, whoever moves.</summary>
    [Property(MaxTest = 40)]
    public void BackAndThereRepeatsTheGameExactly(ushort seed, bool slates)
    {
        IEnvironment Create() => slates ? SlateWorlds.Topics(SlateForm.TurnBased, UserControl.Agent) : new Nim(15);
        IEnvironment game = Create();
        var converted = new ParallelToTurnBased(new TurnBasedToParallel(Create()));
        StepBuffers direct = new(game.Spec), turns = new(converted.Spec);
        game.Reset(seed, direct);
        converted.Reset(seed, turns);
        var random = new RandomStream(seed);
        while (!direct.IsEpisodeOver)
        {
            Assert.False(turns.IsEpisodeOver);
            var actions = RandomPlay.Actions(direct, random);
            var live = RandomPlay.Ended(direct).Count(ended => !ended);
            game.Step(actions, direct);
            var joint = Array.ConvertAll(actions, action => Math.Max(action, 0));
            var earned = new float[actions.Length];
            for (var turn = 0; turn < live; turn++)
            {
                converted.Step(joint, turns);
                // What waits for a later turn is delivered in the next round; only a whole round of sums can be compared.
                for (var agent = 0; agent < earned.Length; agent++) earned[agent] += turn == live - 1 ? turns.Rewards[agent] : 0;
            }

            AssertSameView(direct, turns);
            Assert.Equal(direct.Rewards[0], earned[0]);
        }

        Assert.True(turns.IsEpisodeOver);
    }

    [Fact]
    public void RewardsWaitForTheTurn()
    {
        var world = new ParallelToTurnBased(new Errands(3));
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        Assert.Equal((true, 6, "Errands (in turns)"), (world.Spec.TurnBased, world.Spec.MaxSteps!.Value, world.Spec.Name));
        Assert.Equal([true, false], buffers.Acting.ToArray());
        world.Step([2, -1], buffers);
        Assert.Equal([false, true], buffers.Acting.ToArray());
        Assert.Equal([0, 0], buffers.Rewards.ToArray());
        world.Step([-1, 0], buffers);
        Assert.Equal([2, 0], buffers.Rewards.ToArray());
        world.Step([1, -1], buffers);
        Assert.Equal([0, 2], buffers.Rewards.ToArray());
        world.Step([-1, 1], buffers);
        // The second agent retires: it is paid at once and sees its last observation.
        Assert.Equal([2, 2], buffers.Rewards.ToArray());
        Assert.Equal([false, true], buffers.Terminated.ToArray());
        Assert.Equal(1, buffers.Observation(1).ToArray().Sum());
        world.Step([1, -1], buffers);
        Assert.Equal([1, 0], buffers.Rewards.ToArray());
        Assert.Equal([0, 0, 0], buffers.Observation(1).ToArray());
        Assert.True(buffers.IsEpisodeOver);
    }

    [Fact]
    public void WhoWaitsHasOneAction()
    {
        var world = new TurnBasedToParallel(new Nim(9));
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        Assert.False(world.Spec.TurnBased);
        Assert.Equal([true, true], buffers.Acting.ToArray());
        Assert.Equal([true, true, true], buffers.Mask(0).ToArray());
        Assert.Equal([true, false, false], buffers.Mask(1).ToArray());
        var before = RandomPlay.Digest(buffers);
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([2, 1], buffers));
        Assert.Equal(before, RandomPlay.Digest(buffers));
        world.Step([2, 0], buffers);
        Assert.Equal([true, false, false], buffers.Mask(0).ToArray());
        Assert.Equal([true, true, true], buffers.Mask(1).ToArray());
    }

    public static TheoryData<string> Converted => ["crowd", "crowd backwards", "crowd there and back", "errands", "nim", "nim back and there", "cart pole", "slates", "slates at once"];

    [Theory]
    [MemberData(nameof(Converted))]
    public void CheckerFindsNothing(string name) => Assert.Empty(EnvironmentChecker.Check(() => name switch
    {
        "crowd" => new Crowd().ToTurnBased(),
        "crowd backwards" => new ParallelToTurnBased(new Crowd(), 2, 1, 0),
        "crowd there and back" => new TurnBasedToParallel(new ParallelToTurnBased(new Crowd())),
        "errands" => new Errands(9).ToTurnBased(),
        "nim" => new Nim(12).ToParallel(),
        "nim back and there" => new ParallelToTurnBased(new TurnBasedToParallel(new Nim(12))),
        "cart pole" => CartPole.V1().ToTurnBased(),
        "slates" => SlateWorlds.Topics(SlateForm.TurnBased, UserControl.Agent).ToParallel(),
        _ => SlateWorlds.Topics(SlateForm.Simultaneous, UserControl.Agent).ToParallel(),
    }));

    [Fact]
    public void FormsAreUnwrappedAndNotPiledUp()
    {
        Crowd crowd = new();
        Nim nim = new(5);
        Assert.Same(crowd, crowd.ToParallel());
        Assert.Same(crowd, crowd.ToTurnBased().ToParallel());
        Assert.Same(nim, nim.ToTurnBased());
        Assert.Same(nim, nim.ToParallel().ToTurnBased());
        Assert.Same(crowd, crowd.ToTurnBased().Unwrapped());
        Assert.Null(new ParallelToTurnBased(new GridWorld(new GridWorldOptions { MaxSteps = null })).Spec.MaxSteps);
        Assert.Null(new ParallelToTurnBased(new Crowd(int.MaxValue)).Spec.MaxSteps);
    }

    [Fact]
    public void ResetOptionsReachTheWorld()
    {
        var world = CartPole.V1().ToTurnBased();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, new CartPoleResetOptions { Low = 0.2, High = 0.2 }, buffers);
        Assert.Equal([0.2f, 0.2f, 0.2f, 0.2f], buffers.Observation(0).ToArray());
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Throws<ArgumentNullException>("inner", () => new ParallelToTurnBased(null!));
        Assert.Throws<ArgumentNullException>("inner", () => new TurnBasedToParallel(null!));
        Assert.Throws<ArgumentException>("inner", () => new ParallelToTurnBased(new Nim(5)));
        Assert.Throws<ArgumentException>("inner", () => new TurnBasedToParallel(new Crowd()));
        Assert.Throws<ArgumentException>("order", () => new ParallelToTurnBased(new Crowd(), 0, 1));
        Assert.Throws<ArgumentException>("order", () => new ParallelToTurnBased(new Crowd(), 0, 1, 1));
        Assert.Throws<ArgumentException>("order", () => new ParallelToTurnBased(new Crowd(), 1, 2, 3));
        Assert.Throws<ArgumentNullException>("environment", () => ConversionExtensions.ToParallel(null!));
        Assert.Throws<ArgumentNullException>("environment", () => ConversionExtensions.ToTurnBased(null!));
    }

    /// <summary>Plays the world directly and, turn by turn, as converted: views, sums of rewards and ends must be the same at each of the world's steps.</summary>
    private static void AssertSameEpisode(IEnvironment converted, ulong seed, int[] order)
    {
        var world = new Crowd();
        if (order.Length == 0) order = [0, 1, 2];
        StepBuffers direct = new(world.Spec), turns = new(converted.Spec);
        world.Reset(seed, direct);
        converted.Reset(seed, turns);
        var random = new RandomStream(seed);
        double[] returns = new double[3], delivered = new double[3];
        while (!direct.IsEpisodeOver)
        {
            AssertSameView(direct, turns);
            var actions = RandomPlay.Actions(direct, random);
            var ended = RandomPlay.Ended(direct);
            world.Step(actions, direct);
            double[] before = [.. returns];
            for (var agent = 0; agent < 3; agent++) returns[agent] += direct.Rewards[agent];
            foreach (var agent in order)
            {
                if (ended[agent]) continue;
                Assert.True(turns.Acting[agent]);
                // Its turn has come: all that it has earned so far has been delivered, and nothing of the step to come.
                Assert.Equal(before[agent], delivered[agent]);
                var joint = converted.Spec.TurnBased ? Array.ConvertAll(actions, _ => int.MinValue) : new int[3];
                joint[agent] = actions[agent];
                converted.Step(joint, turns);
                for (var other = 0; other < 3; other++) delivered[other] += turns.Rewards[other];
            }

            for (var agent = 0; agent < 3; agent++)
                if (RandomPlay.Ended(direct)[agent]) Assert.Equal(returns[agent], delivered[agent]);
        }

        AssertSameView(direct, turns);
        Assert.Equal(returns, delivered);
    }

    /// <summary>All but rewards, whose turn it is, and the masks of agents that wait.</summary>
    private static void AssertSameView(StepBuffers expected, StepBuffers actual)
    {
        Assert.Equal(expected.Observations.ToArray(), actual.Observations.ToArray());
        Assert.Equal(expected.State.ToArray(), actual.State.ToArray());
        Assert.Equal(expected.Candidates.ToArray(), actual.Candidates.ToArray());
        Assert.Equal(expected.CandidateCount, actual.CandidateCount);
        Assert.Equal(expected.Terminated.ToArray(), actual.Terminated.ToArray());
        Assert.Equal(expected.Truncated.ToArray(), actual.Truncated.ToArray());
        for (var agent = 0; agent < expected.Acting.Length; agent++)
            if (expected.Acting[agent] && actual.Acting[agent] && actual.Mask(agent).Count(true) > 1) Assert.Equal(expected.Mask(agent).ToArray(), actual.Mask(agent).ToArray());
    }
}

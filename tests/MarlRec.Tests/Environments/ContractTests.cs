namespace MarlRec.Environments;

public class ContractTests
{
    private static EnvironmentSpec Good => new Nim(5).Spec;

    [Fact]
    public void TurnsPassAndOnlyTheActorIsRead()
    {
        var game = new Nim(5);
        var buffers = new StepBuffers(game.Spec);
        Start(game, buffers, stones: 5);
        Assert.Equal([true, false], buffers.Acting.ToArray());
        game.Step([1, int.MinValue], buffers);
        Assert.Equal([false, true], buffers.Acting.ToArray());
        Assert.Equal(3, buffers.State[0]);
        game.Step([int.MaxValue, 1], buffers);
        Assert.Equal([true, false, false], buffers.Mask(0).ToArray());
        Assert.False(buffers.IsEpisodeOver);
        game.Step([0, -7], buffers);
        Assert.Equal([1, -1], buffers.Rewards.ToArray());
        Assert.True(buffers.IsEpisodeOver);
        Assert.Equal([false, false], buffers.Acting.ToArray());
        Assert.Equal(1, buffers.Observation(0)[0]);
    }

    [Fact]
    public void AgentsEndAtDifferentTimesAndStayEnded()
    {
        var world = new Errands();
        // Two buffers in turn: nothing may depend on what the last ones held.
        StepBuffers even = new(world.Spec), odd = new(world.Spec);
        world.Reset(1, even);
        Assert.Equal([3, 3], [world.Spec.ObservationSize, world.Spec.ActionCount]);
        Assert.Equal([true, true, true, true, true, false], even.Masks.ToArray());
        Assert.Equal(0, even.CandidateCount);
        world.Step([2, 0], odd);
        Assert.Equal([2, 2], odd.Rewards.ToArray());
        Assert.Equal(1, odd.CandidateCount);
        world.Step([1, 1], even);
        Assert.Equal([2, 2], even.Rewards.ToArray());
        Assert.Equal([false, true], even.Terminated.ToArray());
        Assert.Equal([true, false], even.Acting.ToArray());
        Assert.Equal(1, even.Observation(1).ToArray().Sum());
        odd.Masks.Fill(true);
        odd.Observations.Fill(5);
        world.Step([1, 99], odd);
        Assert.Equal([1, 0], odd.Rewards.ToArray());
        Assert.Equal([false, true], odd.Terminated.ToArray());
        Assert.Equal([0, 0, 0], odd.Observation(1).ToArray());
        Assert.Equal([false, false, false], odd.Mask(1).ToArray());
        Assert.False(odd.IsEpisodeOver);
        world.Step([0, 0], even);
        Assert.Equal([true, false], even.Truncated.ToArray());
        Assert.Equal([false, true], even.Terminated.ToArray());
        Assert.True(even.IsEpisodeOver);
        Assert.Throws<InvalidOperationException>(() => world.Step([0, 0], even));
        world.Reset(2, even);
        Assert.Equal([false, false, false, false], [.. even.Terminated, .. even.Truncated]);
        Assert.Equal([0, 0], even.Rewards.ToArray());
    }

    [Fact]
    public void RefusedStepsChangeNothing()
    {
        var game = new Nim(5);
        var buffers = new StepBuffers(game.Spec);
        Assert.Throws<InvalidOperationException>(() => game.Step([0, 0], buffers));
        Assert.Throws<ArgumentNullException>("buffers", () => game.Reset(1, null!));
        Assert.Throws<ArgumentException>("buffers", () => game.Reset(1, new StepBuffers(new Nim(6).Spec)));
        Start(game, buffers, stones: 5);
        game.Step([2, 0], buffers);
        var before = new StepBuffers(game.Spec);
        buffers.CopyTo(before);
        // Two stones are left: the third action is in the space and masked.
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => game.Step([0, 2], buffers));
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => game.Step([0, -1], buffers));
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => game.Step([0, 3], buffers));
        Assert.Throws<ArgumentException>("actions", () => game.Step([0], buffers));
        Assert.Throws<ArgumentException>("actions", () => game.Step([0, 0, 0], buffers));
        Assert.Throws<ArgumentNullException>("buffers", () => game.Step([0, 0], null!));
        Assert.Throws<ArgumentException>("buffers", () => game.Step([0, 0], new StepBuffers(new Errands().Spec)));
        AssertSame(before, buffers);
        game.Step([0, 1], buffers);
        Assert.Equal([-1, 1], buffers.Rewards.ToArray());
        buffers.CopyTo(before);
        Assert.Throws<InvalidOperationException>(() => game.Step([0, 0], buffers));
        AssertSame(before, buffers);
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        IEnvironment[] worlds = [new Nim(2000), new Errands(2000)];
        foreach (var world in worlds)
        {
            var buffers = new StepBuffers(world.Spec);
            world.Reset(1, buffers);
            world.Step([0, 0], buffers);
            Assert.Equal(0, Allocations.Of(() =>
            {
                for (var i = 0; i < 1000; i++) world.Step([0, 0], buffers);
            }));
        }
    }

    public static TheoryData<string, string> BadSpecs => new()
    {
        { "blank", "Name" }, { "agents", "AgentCount" }, { "observations", "ObservationSpaces" }, { "actions", "ActionSpaces" }, { "state", "StateSize" },
        { "candidates", "CandidateCount" }, { "no size", "CandidateSize" }, { "no count", "CandidateSize" }, { "steps", "MaxSteps" }, { "threshold", "RewardThreshold" },
    };

    [Theory]
    [MemberData(nameof(BadSpecs))]
    public void BadSpecsAreNamed(string which, string property)
    {
        var spec = which switch
        {
            "blank" => Good with { Name = " " },
            "agents" => Good with { AgentCount = 0 },
            "observations" => Good with { ObservationSpaces = [new DiscreteSpace(2)] },
            "actions" => Good with { ActionSpaces = [] },
            "state" => Good with { StateSize = -1 },
            "candidates" => Good with { CandidateCount = -1 },
            "no size" => Good with { CandidateCount = 1 },
            "no count" => Good with { CandidateSize = 1 },
            "steps" => Good with { MaxSteps = 0 },
            _ => Good with { RewardThreshold = double.NaN },
        };
        Assert.Equal(property, Assert.ThrowsAny<ArgumentException>(spec.Validate).ParamName);
        Assert.Equal(property, Assert.ThrowsAny<ArgumentException>(() => new StepBuffers(spec)).ParamName);
    }

    [Fact]
    public void SpecCopiesItsSpacesAndSizesThem()
    {
        Space[] spaces = [new DiscreteSpace(2), new BoxSpace(0, 1, 7)];
        var spec = Good with { ObservationSpaces = spaces };
        spaces[0] = new DiscreteSpace(9);
        Assert.Equal(2, spec.ObservationSpaces[0].FlatSize);
        Assert.Equal(7, spec.ObservationSize);
        Assert.Equal(2, (spec with { ObservationSpaces = [new DiscreteSpace(2), new DiscreteSpace(2)] }).ObservationSize);
        Assert.Throws<ArgumentNullException>(() => Good with { ObservationSpaces = null! });
        Assert.Throws<ArgumentNullException>(() => Good with { ActionSpaces = [null!, new DiscreteSpace(1)] });
    }

    [Fact]
    public void BuffersGuardTheirEdges()
    {
        var buffers = new StepBuffers(new Errands().Spec);
        Assert.Throws<ArgumentNullException>("spec", () => new StepBuffers(null!));
        Assert.Throws<ArgumentOutOfRangeException>("agent", () => buffers.Observation(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>("agent", () => buffers.Mask(-1).Length);
        Assert.Throws<ArgumentOutOfRangeException>("CandidateCount", () => buffers.CandidateCount = 3);
        Assert.Throws<ArgumentOutOfRangeException>("CandidateCount", () => buffers.CandidateCount = -1);
        Assert.Throws<ArgumentNullException>("target", () => buffers.CopyTo(null!));
        Assert.Throws<ArgumentException>("target", () => buffers.CopyTo(new StepBuffers(Good)));
    }

    private static void Start(Nim game, StepBuffers buffers, int stones)
    {
        for (ulong seed = 0; ; seed++)
        {
            game.Reset(seed, buffers);
            if ((int)buffers.State[0] == stones) return;
        }
    }

    private static void AssertSame(StepBuffers expected, StepBuffers actual)
    {
        Assert.Equal(expected.Observations.ToArray(), actual.Observations.ToArray());
        Assert.Equal(expected.Rewards.ToArray(), actual.Rewards.ToArray());
        Assert.Equal(expected.Masks.ToArray(), actual.Masks.ToArray());
        Assert.Equal(expected.State.ToArray(), actual.State.ToArray());
        Assert.Equal<bool>([.. expected.Terminated, .. expected.Truncated, .. expected.Acting], [.. actual.Terminated, .. actual.Truncated, .. actual.Acting]);
    }
}

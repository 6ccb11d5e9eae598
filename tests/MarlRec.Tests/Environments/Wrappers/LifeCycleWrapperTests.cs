namespace MarlRec.Environments.Wrappers;

public class LifeCycleWrapperTests
{
    [Theory]
    [InlineData(3, 3)]
    [InlineData(9, 4)]
    public void TimeLimitTruncatesTheLiveAndOnlyThem(int limit, int expected)
    {
        // The world itself stops after four steps.
        var world = new TimeLimit(new Errands(4), limit);
        Assert.Equal(expected, world.Spec.MaxSteps);
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.Step([0, 1], buffers);
        for (var step = 1; step < expected; step++)
        {
            Assert.False(buffers.IsEpisodeOver);
            world.Step([0, 0], buffers);
        }

        Assert.Equal([true, false], buffers.Truncated.ToArray());
        Assert.Equal([false, true], buffers.Terminated.ToArray());
        Assert.Equal([false, false], buffers.Acting.ToArray());
        Assert.Throws<InvalidOperationException>(() => world.Step([0, 0], buffers));
        world.Reset(1, buffers);
        Assert.False(buffers.IsEpisodeOver);
    }

    [Fact]
    public void OrderEnforcingRefusesWhatACarelessWorldAccepts()
    {
        var careless = new Careless();
        var world = new OrderEnforcing(careless);
        var buffers = new StepBuffers(world.Spec);
        Assert.Throws<InvalidOperationException>(() => world.Step([0], buffers));
        world.Reset(1, buffers);
        world.Step([0], buffers);
        careless.Over = true;
        world.Step([0], buffers);
        Assert.Throws<InvalidOperationException>(() => world.Step([0], buffers));
        Assert.Equal(2, careless.Steps);
        careless.Over = false;
        world.Reset(1, buffers);
        world.Step([0], buffers);
    }

    [Fact]
    public void PassiveCheckerReportsTheRuleAndGoesOnAfterAReset()
    {
        var careless = new Careless();
        var world = new PassiveChecker(careless);
        var buffers = new StepBuffers(world.Spec);
        Assert.Equal(EnvironmentRule.LifeCycle, Broken(() => world.Step([0], buffers)).Rule);
        careless.Value = 2;
        Assert.Equal(EnvironmentRule.Observations, Broken(() => world.Reset(3, buffers)).Rule);
        careless.Value = 1;
        world.Reset(3, buffers);
        world.Step([0], buffers);
        careless.Value = float.NaN;
        var violation = Broken(() => world.Step([0], buffers));
        Assert.Equal(EnvironmentRule.Observations, violation.Rule);
        Assert.Contains("Seed 3, step 2", violation.Message, StringComparison.Ordinal);
        careless.Value = 0;
        Assert.Contains("call Reset", Assert.Throws<InvalidOperationException>(() => world.Step([0], buffers)).Message, StringComparison.Ordinal);
        world.Reset(4, buffers);
        careless.Over = true;
        world.Step([0], buffers);
        Assert.Equal(EnvironmentRule.LifeCycle, Broken(() => world.Step([0], buffers)).Rule);
        Assert.Equal(EnvironmentRule.Spec, Broken(() => _ = new PassiveChecker(new Careless { FreshSpec = true })).Rule);
    }

    [Fact]
    public void TerminateIllegalPunishesTheCulpritAndEndsTheGame()
    {
        var world = new TerminateIllegal(new Nim(2), -5);
        var buffers = new StepBuffers(world.Spec);
        for (ulong seed = 0; buffers.State[0] != 2; seed++) world.Reset(seed, buffers);
        var before = buffers.Observations.ToArray();
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([3, 0], buffers));
        // Two stones are left and player 0 takes three; what player 1 would do is not read.
        world.Step([2, 99], buffers);
        Assert.Equal([-5, 0], buffers.Rewards.ToArray());
        Assert.Equal([true, true, false, false], [.. buffers.Terminated, .. buffers.Truncated]);
        Assert.Equal([false, false], buffers.Acting.ToArray());
        Assert.Equal(before, buffers.Observations.ToArray());
        Assert.Throws<InvalidOperationException>(() => world.Step([0, 0], buffers));
        for (ulong seed = 0; buffers.State[0] != 2 || buffers.IsEpisodeOver; seed++) world.Reset(seed, buffers);
        world.Step([1, 0], buffers);
        Assert.Equal([1, -1], buffers.Rewards.ToArray());
    }

    [Fact]
    public void TerminateIllegalLeavesWhoHasEndedBeforeAlone()
    {
        var world = new TerminateIllegal(new Forbidding(), -5);
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.Step([0, 1], buffers);
        Assert.NotEqual([0, 0, 0], buffers.Observation(1).ToArray());
        world.Step([2, 0], buffers);
        Assert.Equal([-5, 0], buffers.Rewards.ToArray());
        Assert.Equal([true, true], buffers.Terminated.ToArray());
        Assert.Equal([0, 0, 0], buffers.Observation(1).ToArray());
        Assert.False(buffers.Mask(1).Contains(true));
    }

    [Fact]
    public void VectorsLetTerminateIllegalDecide()
    {
        var vector = new Vector.VectorEnvironment(() => new OrderEnforcing(new TerminateIllegal(new Nim(1))), 2, Vector.AutoresetMode.Disabled);
        var buffers = new Vector.VectorStepBuffers(vector.Spec, 2);
        for (ulong seed = 0; buffers.State[0] != 1; seed++) vector.Reset([seed, seed], null, buffers);
        vector.Step([0, 0, 2, 0], buffers);
        Assert.Equal([1, -1, -1, 0], buffers.Rewards.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("actions", () =>
        {
            vector.ResetWhere([true, true], [0, 0], null, buffers);
            vector.Step([0, 0, 3, 0], buffers);
        });
    }

    // A layer above that knows masks, or a single copy that does not take them, and masked actions are refused before any copy has moved.
    [Theory]
    [InlineData("sticky")]
    [InlineData("mixed")]
    public void VectorsRefuseMaskedActionsWhereOneCopyDoes(string kind)
    {
        var vector = kind == "sticky"
            ? new Vector.VectorEnvironment(() => new StickyActions(new TerminateIllegal(new Nim(1)), 0), 2, Vector.AutoresetMode.Disabled)
            : new Vector.VectorEnvironment([new TerminateIllegal(new Nim(1)), new OrderEnforcing(new Nim(1))], Vector.AutoresetMode.Disabled, null);
        var buffers = new Vector.VectorStepBuffers(vector.Spec, 2);
        for (ulong seed = 0; buffers.State[0] != 1; seed++) vector.Reset([seed, seed], null, buffers);
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => vector.Step([0, 0, 2, 0], buffers));
        vector.Step([0, 0, 0, 0], buffers);
        Assert.Equal([1, -1, 1, -1], buffers.Rewards.ToArray());
    }

    private static EnvironmentViolation Broken(Action call) => Assert.Throws<EnvironmentContractException>(call).Violation;

    /// <summary>A world that refuses nothing and shows what it is told.</summary>
    private sealed class Careless : IEnvironment
    {
        private readonly EnvironmentSpec _spec = new() { Name = "Careless", AgentCount = 1, ObservationSpaces = [new BoxSpace(0, 1, 1)], ActionSpaces = [new DiscreteSpace(1)] };

        public bool FreshSpec { get; init; }

        public float Value { get; set; }

        public bool Over { get; set; }

        public int Steps { get; private set; }

        public EnvironmentSpec Spec => FreshSpec ? _spec with { } : _spec;

        public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers) => Write(buffers, over: false);

        public void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            Steps++;
            Write(buffers, Over);
        }

        private void Write(StepBuffers buffers, bool over)
        {
            buffers.Rewards[0] = 0;
            buffers.Observations[0] = Value;
            buffers.Terminated[0] = over;
            buffers.Acting[0] = !over;
            buffers.Masks[0] = true;
        }
    }

    /// <summary>Errands in which the first agent must not play 2.</summary>
    private sealed class Forbidding() : EnvironmentWrapper(new Errands())
    {
        public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
        {
            Inner.Reset(seed, options, buffers);
            buffers.Mask(0)[2] = false;
        }

        public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            Inner.Step(actions, buffers);
            buffers.Mask(0)[2] = false;
        }
    }
}

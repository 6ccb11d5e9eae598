using MarlRec.Environments.Classic;
using MarlRec.Environments.Vector;

namespace MarlRec.Environments.Continuous;

public class ContinuousTests
{
    [Fact]
    public void RefusedStepsChangeNothing()
    {
        var world = new Steering();
        Assert.Equal(2, world.ActionSize);
        var buffers = new StepBuffers(world.Spec);
        Assert.Throws<InvalidOperationException>(() => world.Step(new float[4], buffers));
        Assert.Throws<ArgumentNullException>("buffers", () => world.Reset(1, null!));
        Assert.Throws<ArgumentException>("options", () => world.Reset(1, new PendulumResetOptions(), buffers));
        world.Reset(1, buffers);
        world.Step([1, 0, 5, 99], buffers);
        var before = buffers.Observations.ToArray();
        Assert.Throws<ArgumentException>("actions", () => world.Step([1, 0, 5], buffers));
        Assert.Throws<ArgumentNullException>("buffers", () => world.Step([1, 0, 5, 0], null!));
        Assert.Throws<ArgumentException>("buffers", () => world.Step([1, 0, 5, 0], new StepBuffers(new Pendulum().Spec)));
        foreach (var bad in new[] { 4.1f, -0.1f, float.NaN, float.PositiveInfinity }) Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([bad, 0, 5, 0], buffers));
        var error = Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([1, 0, -11, 0], buffers));
        Assert.Contains("Number 0 of the action of agent 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, buffers.Observations.ToArray());
        world.Step([1, 0, 10, 0], buffers);
        Assert.Equal([false, true], buffers.Terminated.ToArray());
        // The retired one's numbers are not read.
        world.Step([2, 0, float.NaN, 0], buffers);
        Assert.Equal([2, 0], buffers.Rewards.ToArray());
        Assert.Equal([4, 0, 0, 0], buffers.Observations.ToArray());
        for (var step = 0; step < 3; step++) world.Step([2, 0, 0, 0], buffers);
        Assert.True(buffers.Truncated[0]);
        Assert.Throws<InvalidOperationException>(() => world.Step([2, 0, 0, 0], buffers));
    }

    [Fact]
    public void ClippingMovesToTheNearestBound()
    {
        var world = new ClipAction(new Steering());
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.Step([99, -0.5f, -11, 0], buffers);
        Assert.Equal([8, -1, -20, 0], buffers.Observations.ToArray());
        world.Step([-99, 1e30f, 3, 0], buffers);
        Assert.Equal([0, 2, 6, 0], buffers.Observations.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([float.NaN, 0, 0, 0], buffers));
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([float.NegativeInfinity, 0, 0, 0], buffers));
        Assert.Equal([0, 2, 6, 0], buffers.Observations.ToArray());
    }

    [Fact]
    public void RescalingStretchesOverTheBounds()
    {
        var world = new RescaleAction(new Steering(), -1, 3);
        Assert.Equal((-1, 3), (world.ActionSpaces[1].Low[0], world.ActionSpaces[1].High[0]));
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.Step([-1, 3, 0, 0], buffers);
        Assert.Equal([0, 2, -10, 0], buffers.Observations.ToArray());
        world.Step([1, 1, 3, 0], buffers);
        Assert.Equal([4, 0, 20, 0], buffers.Observations.ToArray());
        Assert.True(buffers.Terminated[1]);
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([3.5f, 0, 0, 0], buffers));
    }

    [Fact]
    public void ATableMakesAnEnvironmentOfIt()
    {
        Func<IEnvironment> create = () => new DiscretizedActions(new Steering(), new float[,] { { 0, 1 }, { 4, -1 }, { 2, 0 } }, new float[,] { { 10 }, { -10 } });
        Assert.Empty(EnvironmentChecker.Check(create, new EnvironmentCheckOptions { Episodes = 6 }));
        var world = create();
        Assert.Equal([3, 2], world.Spec.ActionSpaces.Select(space => space.Count));
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        Assert.Equal([true, true, true, true, true, false], buffers.Masks.ToArray());
        world.Step([1, 1], buffers);
        Assert.Equal([8, -2, -20, 0], buffers.Observations.ToArray());
        world.Step([2, 0], buffers);
        Assert.Equal([4, 0, 20, 0], buffers.Observations.ToArray());
        world.Step([0, 55], buffers);
        Assert.Equal([0, 2, 0, 0], buffers.Observations.ToArray());
        Assert.Equal([true, true, true, false, false, false], buffers.Masks.ToArray());
    }

    [Fact]
    public void DiscretePendulumsStandInVectors()
    {
        Func<IEnvironment> create = () => Pendulum.Discrete(-2, 0, 2);
        Assert.Empty(EnvironmentChecker.Check(create));
        var vector = new VectorEnvironment(create, 3, AutoresetMode.SameStep);
        var buffers = new VectorStepBuffers(vector.Spec, 3);
        vector.Reset(1, buffers);
        for (var step = 0; step < 200; step++) vector.Step([0, 1, 2], buffers);
        Assert.Equal([true, true, true], buffers.EpisodeEnded.ToArray());
        Assert.Equal([true, true, true], buffers.Truncated.ToArray());
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        var world = new Steering();
        Assert.Throws<ArgumentNullException>("inner", () => new ClipAction(null!));
        Assert.Throws<ArgumentNullException>("inner", () => new RescaleAction(null!));
        Assert.Throws<ArgumentException>("inner", () => new RescaleAction(new ClipAction(world)));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => new RescaleAction(world, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("low", () => new RescaleAction(world, float.NaN, 1));
        Assert.Throws<ArgumentNullException>("inner", () => new DiscretizedActions(null!));
        Assert.Throws<ArgumentNullException>("tables", () => new DiscretizedActions(world, null!));
        Assert.Throws<ArgumentException>("tables", () => new DiscretizedActions(world, new float[,] { { 0, 0 } }));
        Assert.Throws<ArgumentException>("tables", () => new DiscretizedActions(world, new float[,] { { 0 } }, new float[,] { { 0 } }));
        Assert.Throws<ArgumentException>("tables", () => new DiscretizedActions(world, new float[0, 2], new float[,] { { 0 } }));
        Assert.Throws<ArgumentException>("tables", () => new DiscretizedActions(world, new float[,] { { 0, 1.5f } }, new float[,] { { 0 } }));
        Assert.Throws<ArgumentNullException>("tables", () => new DiscretizedActions(world, null!, new float[,] { { 0 } }));
        Assert.Throws<ArgumentException>("torques", () => Pendulum.Discrete());
        Assert.Throws<ArgumentOutOfRangeException>("torques", () => Pendulum.Discrete(0, 2.5f));
        Assert.Throws<ArgumentNullException>("environment", () => ((IContinuousEnvironment)null!).Reset(1, new StepBuffers(world.Spec)));
    }
}

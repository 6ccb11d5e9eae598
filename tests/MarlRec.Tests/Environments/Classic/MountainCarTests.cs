namespace MarlRec.Environments.Classic;

public class MountainCarTests
{
    [Fact]
    public void TrajectoriesEqualThePublishedEquations()
    {
        var world = MountainCar.V0();
        var buffers = new StepBuffers(world.Spec);
        var state = default(MountainCarState);
        var steps = 0;
        foreach (var row in GoldenTrajectories.Read("mountain_car.csv"))
        {
            if (row.Action < 0)
            {
                world.Reset(0, buffers);
                world.SetState(state = new MountainCarState(row.State[0], row.State[1]), buffers);
                continue;
            }

            steps++;
            state = state.Advance(row.Action - 1);
            GoldenTrajectories.AssertNear(row.State, [state.Position, state.Velocity], 1e-6);
            // Trajectories that go on past the goal test the equations alone.
            if (row.Kind != "inside") continue;
            world.Step([row.Action], buffers);
            Assert.Equal([(float)state.Position, (float)state.Velocity], buffers.Observation(0).ToArray());
            Assert.Equal((false, -1f), (buffers.Terminated[0], buffers.Rewards[0]));
        }

        Assert.Equal(1000, steps);
    }

    [Theory]
    [InlineData(0.46, 0.045, 2, true)]
    [InlineData(0.44, 0.045, 2, false)]
    [InlineData(0.59, 0.069, 2, true)]
    [InlineData(0.6, -0.07, 0, false)]
    [InlineData(-1.19, -0.07, 0, false)]
    public void EndsUpOnTheRightHillOnly(double position, double velocity, int action, bool over)
    {
        var world = MountainCar.V0();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.SetState(new MountainCarState(position, velocity), buffers);
        world.Step([action], buffers);
        Assert.Equal((over, false, -1f), (buffers.Terminated[0], buffers.Truncated[0], buffers.Rewards[0]));
        Assert.True(world.Spec.ObservationSpaces[0].Contains(buffers.Observation(0)));
        if (position < -1) Assert.Equal([-1.2f, 0f], buffers.Observation(0).ToArray());
    }

    [Fact]
    public void PushingWithTheMotionClimbsAndPushingRightDoesNot()
    {
        var world = MountainCar.V0();
        Assert.Equal(("MountainCar-v0", 200, -110.0), (world.Spec.Name, world.Spec.MaxSteps, world.Spec.RewardThreshold));
        var buffers = new StepBuffers(world.Spec);
        for (ulong seed = 0; seed < 100; seed++)
        {
            var (steps, ended) = Play(state => state.Velocity < 0 ? 0 : 2, seed);
            Assert.True(ended);
            Assert.InRange(steps, 80, 130);
            Assert.Equal((200, false), Play(_ => 2, seed));
        }

        (int Steps, bool Terminated) Play(Func<MountainCarState, int> policy, ulong seed)
        {
            var steps = 0;
            for (world.Reset(seed, buffers); !buffers.IsEpisodeOver; steps++) world.Step([policy(world.State)], buffers);
            return (steps, buffers.Terminated[0]);
        }
    }

    [Fact]
    public void StartsAreUniformAtRest()
    {
        var world = MountainCar.V0();
        var buffers = new StepBuffers(world.Spec);
        double sum = 0, squares = 0;
        for (ulong seed = 0; seed < 4000; seed++)
        {
            world.Reset(seed, buffers);
            Assert.Equal(0, world.State.Velocity);
            var offset = world.State.Position + 0.5;
            Assert.InRange(offset, -0.1, 0.1);
            sum += offset;
            squares += offset * offset;
        }

        Assert.InRange(sum / 4000, -0.004, 0.004);
        Assert.InRange(squares / 4000, 0.01 / 3 * 0.95, 0.01 / 3 * 1.05);
    }

    [Theory]
    [InlineData(-1.2, 0.4)]
    [InlineData(-0.3, -0.3)]
    public void OptionsBoundTheStart(double low, double high)
    {
        var world = MountainCar.V0();
        var buffers = new StepBuffers(world.Spec);
        var options = new MountainCarResetOptions { Low = low, High = high };
        for (ulong seed = 0; seed < 100; seed++)
        {
            world.Reset(seed, options, buffers);
            Assert.InRange(world.State.Position, low, high);
            Assert.Equal(0, world.State.Velocity);
        }

        Assert.Empty(EnvironmentChecker.Check(MountainCar.V0, new EnvironmentCheckOptions { ResetOptions = [options] }));
    }

    [Fact]
    public void BadOptionsAreNamedAndTheEpisodeGoesOn()
    {
        var world = MountainCar.V0();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(3, buffers);
        var before = world.State;
        Assert.Throws<ArgumentOutOfRangeException>("Low", () => world.Reset(1, new MountainCarResetOptions { Low = double.NaN }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("Low", () => world.Reset(1, new MountainCarResetOptions { Low = -1.21 }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("High", () => world.Reset(1, new MountainCarResetOptions { High = 0.5 }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("High", () => world.Reset(1, new MountainCarResetOptions { High = -0.7 }, buffers));
        Assert.Throws<ArgumentException>("options", () => world.Reset(1, new AcrobotResetOptions(), buffers));
        Assert.Equal(before, world.State);
        world.Step([1], buffers);
        Assert.Equal(before.Advance(0), world.State);
    }
}

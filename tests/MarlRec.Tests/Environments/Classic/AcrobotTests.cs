namespace MarlRec.Environments.Classic;

public class AcrobotTests
{
    [Fact]
    public void TrajectoriesEqualThePublishedEquations()
    {
        var world = Acrobot.V1();
        var buffers = new StepBuffers(world.Spec);
        AcrobotState before = default, state = default;
        var steps = 0;
        foreach (var row in GoldenTrajectories.Read("acrobot.csv"))
        {
            var expected = new AcrobotState(row.State[0], row.State[1], row.State[2], row.State[3]);
            if (row.Action < 0)
            {
                world.Reset(0, buffers);
                world.SetState(before = state = expected, buffers);
                continue;
            }

            steps++;
            // Wild trajectories blow the last bit up a billionfold: there every step starts from the golden state before it.
            AssertNear(expected, before.Advance(row.Action - 1), 1e-10);
            before = expected;
            if (row.Kind != "inside") continue;
            state = state.Advance(row.Action - 1);
            AssertNear(expected, state, 1e-6);
            world.Step([row.Action], buffers);
            Assert.Equal(state, world.State);
            Assert.Equal((false, -1f), (buffers.Terminated[0], buffers.Rewards[0]));
        }

        Assert.Equal(1400, steps);
    }

    [Fact]
    public void EnergyIsKeptWithoutTorqueAndFedByIt()
    {
        // Physics that the code does not know: without torque the total energy stays, up to the integrator's error, and torque along the motion adds to it.
        var idle = new AcrobotState(0.5, -0.3, 0.2, 0.1);
        var driven = idle;
        var start = Energy(idle);
        for (var step = 0; step < 100; step++)
        {
            idle = idle.Advance(0);
            var next = driven.Advance(driven.Velocity2 >= 0 ? 1 : -1);
            driven = next;
            Assert.Equal(start, Energy(idle), 0.05);
        }

        Assert.True(Energy(driven) > start + 2);

        static double Energy(AcrobotState s)
        {
            double w1 = s.Velocity1, w12 = s.Velocity1 + s.Velocity2;
            var speed2 = w1 * w1 + 0.25 * w12 * w12 + w1 * w12 * Math.Cos(s.Angle2);
            var kinetic = 0.5 * (0.25 * w1 * w1 + w1 * w1 + speed2 + w12 * w12);
            return kinetic - 9.8 * (0.5 * Math.Cos(s.Angle1) + Math.Cos(s.Angle1) + 0.5 * Math.Cos(s.Angle1 + s.Angle2));
        }
    }

    [Theory]
    [InlineData(2.2, 0, 0.5, 0, true)]
    [InlineData(1.9, 0, 0, 0, false)]
    [InlineData(Math.PI, 0, 1, 1, true)]
    [InlineData(-3.1, 0.01, -12.5, 28, false)]
    public void EndsWhenTheTipIsUpAndPaysNothingThen(double angle1, double angle2, double velocity1, double velocity2, bool over)
    {
        var world = Acrobot.V1();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.SetState(new AcrobotState(angle1, angle2, velocity1, velocity2), buffers);
        world.Step([1], buffers);
        var s = world.State;
        var height = -Math.Cos(s.Angle1) - Math.Cos(s.Angle1 + s.Angle2);
        Assert.Equal((over, over ? 0f : -1f), (height > 1, buffers.Rewards[0]));
        Assert.Equal((over, false), (buffers.Terminated[0], buffers.Truncated[0]));
        Assert.True(world.Spec.ObservationSpaces[0].Contains(buffers.Observation(0)));
        Assert.Equal([(float)Math.Cos(s.Angle1), (float)Math.Sin(s.Angle1), (float)Math.Cos(s.Angle2), (float)Math.Sin(s.Angle2)], buffers.Observation(0)[..4].ToArray());
        Assert.InRange(s.Angle1, -Math.PI, Math.PI);
        Assert.InRange(s.Angle2, -Math.PI, Math.PI);
    }

    [Fact]
    public void SwingingUpIsPossibleAndTheLimitTruncates()
    {
        var world = Acrobot.V1();
        Assert.Equal(("Acrobot-v1", 500, -100.0), (world.Spec.Name, world.Spec.MaxSteps, world.Spec.RewardThreshold));
        var buffers = new StepBuffers(world.Spec);
        for (ulong seed = 0; seed < 20; seed++)
        {
            // Pushing against the upper link's motion pumps the swing up.
            Assert.InRange(Play(state => state.Velocity1 > 0 ? 0 : 2, seed), 60, 200);
            Assert.True(buffers.Terminated[0]);
            Assert.Equal(500, Play(_ => 1, seed));
            Assert.Equal((false, true, -1f), (buffers.Terminated[0], buffers.Truncated[0], buffers.Rewards[0]));
        }

        int Play(Func<AcrobotState, int> policy, ulong seed)
        {
            var steps = 0;
            for (world.Reset(seed, buffers); !buffers.IsEpisodeOver; steps++) world.Step([policy(world.State)], buffers);
            return steps;
        }
    }

    [Fact]
    public void StartsAreSmallUniformAndFollowTheSeed()
    {
        var world = Acrobot.V1();
        var buffers = new StepBuffers(world.Spec);
        double sum = 0, squares = 0;
        var starts = new HashSet<AcrobotState>();
        for (ulong seed = 0; seed < 2000; seed++)
        {
            world.Reset(seed, buffers);
            starts.Add(world.State);
            foreach (var value in (double[])[world.State.Angle1, world.State.Angle2, world.State.Velocity1, world.State.Velocity2])
            {
                Assert.InRange(value, -0.1, 0.1);
                sum += value;
                squares += value * value;
            }
        }

        Assert.Equal(2000, starts.Count);
        Assert.InRange(sum / 8000, -0.002, 0.002);
        Assert.InRange(squares / 8000, 0.01 / 3 * 0.97, 0.01 / 3 * 1.03);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0.5, 0.6)]
    public void OptionsBoundTheStart(double low, double high)
    {
        var world = Acrobot.V1();
        var buffers = new StepBuffers(world.Spec);
        var options = new AcrobotResetOptions { Low = low, High = high };
        for (ulong seed = 0; seed < 100; seed++)
        {
            world.Reset(seed, options, buffers);
            var (angle1, angle2, velocity1, velocity2) = world.State;
            Assert.All((double[])[angle1, angle2, velocity1, velocity2], value => Assert.InRange(value, low, high));
            Assert.False(world.State.IsUp);
        }

        Assert.Empty(EnvironmentChecker.Check(Acrobot.V1, new EnvironmentCheckOptions { ResetOptions = [options] }));
    }

    [Fact]
    public void BadOptionsAreNamedAndTheEpisodeGoesOn()
    {
        var world = Acrobot.V1();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(3, buffers);
        var before = world.State;
        Assert.Throws<ArgumentOutOfRangeException>("Low", () => world.Reset(1, new AcrobotResetOptions { Low = double.NaN }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("Low", () => world.Reset(1, new AcrobotResetOptions { Low = -1.01 }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("High", () => world.Reset(1, new AcrobotResetOptions { High = 1.01 }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("High", () => world.Reset(1, new AcrobotResetOptions { High = -0.2 }, buffers));
        Assert.Throws<ArgumentException>("options", () => world.Reset(1, new CartPoleResetOptions(), buffers));
        Assert.Equal(before, world.State);
        world.Step([1], buffers);
        Assert.Equal(before.Advance(0), world.State);
    }

    private static void AssertNear(AcrobotState expected, AcrobotState actual, double tolerance)
    {
        // An angle of π may come out as −π.
        Assert.InRange(Math.Abs(Math.IEEERemainder(actual.Angle1 - expected.Angle1, Math.Tau)), 0, tolerance);
        Assert.InRange(Math.Abs(Math.IEEERemainder(actual.Angle2 - expected.Angle2, Math.Tau)), 0, tolerance);
        Assert.Equal(expected.Velocity1, actual.Velocity1, tolerance);
        Assert.Equal(expected.Velocity2, actual.Velocity2, tolerance);
    }
}

using System.Globalization;
using MarlRec.Environments.Continuous;

namespace MarlRec.Environments.Classic;

public class PendulumTests
{
    [Fact]
    public void TrajectoriesEqualThePublishedEquations()
    {
        var world = new Pendulum();
        var buffers = new StepBuffers(world.Spec);
        var steps = 0;
        foreach (var fields in File.ReadLines(RepositoryFiles.At("tests/Fixtures/pendulum.csv")).Where(line => char.IsAsciiDigit(line[0])).Select(line => line.Split(',')))
        {
            var (angle, velocity) = (Number(fields[4]), Number(fields[5]));
            if (fields[2].Length == 0)
            {
                world.Reset(0, buffers);
                world.SetState(angle, velocity, buffers);
                continue;
            }

            world.Step([(float)Number(fields[2])], buffers);
            Assert.Equal(angle, world.State.Angle, 1e-9);
            Assert.Equal(velocity, world.State.Velocity, 1e-9);
            Assert.Equal(Number(fields[3]), buffers.Rewards[0], 2e-6);
            Assert.Equal([(float)Math.Cos(world.State.Angle), (float)Math.Sin(world.State.Angle), (float)world.State.Velocity], buffers.Observations.ToArray());
            Assert.False(buffers.Terminated[0]);
            steps++;
        }

        Assert.Equal(1000, steps);
        Assert.True(buffers.Truncated[0]);
    }

    [Fact]
    public void StartsFollowTheSeedAndTheOptions()
    {
        var world = new Pendulum();
        var buffers = new StepBuffers(world.Spec);
        var starts = new List<(double Angle, double Velocity)>();
        for (ulong seed = 0; seed < 1000; seed++)
        {
            world.Reset(seed, buffers);
            starts.Add(world.State);
        }

        Assert.Equal(1000, starts.Distinct().Count());
        Assert.InRange(starts.Max(start => Math.Abs(start.Angle)), 3.1, Math.PI);
        Assert.InRange(starts.Max(start => Math.Abs(start.Velocity)), 0.98, 1);
        Assert.InRange(starts.Average(start => start.Angle), -0.25, 0.25);
        world.Reset(1, new PendulumResetOptions { MaxAngle = 0, MaxVelocity = 0 }, buffers);
        Assert.Equal((0, 0), world.State);
        world.Step([0], buffers);
        Assert.Equal((0, 0), world.State);
        Assert.Throws<ArgumentOutOfRangeException>("MaxAngle", () => world.Reset(1, new PendulumResetOptions { MaxAngle = 4 }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("MaxVelocity", () => world.Reset(1, new PendulumResetOptions { MaxVelocity = -1 }, buffers));
        Assert.Throws<ArgumentException>("options", () => world.Reset(1, new CartPoleResetOptions(), buffers));
        world.Step([0], buffers);
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        IContinuousEnvironment[] worlds = [new Pendulum(), new ClipAction(new Pendulum()), new RescaleAction(new Pendulum())];
        foreach (var one in worlds)
        {
            var buffers = new StepBuffers(one.Spec);
            float[] actions = [0.5f];
            one.Reset(1, buffers);
            Assert.Equal(0, Allocations.Of(() =>
            {
                for (var i = 0; i < 30; i++) one.Step(actions, buffers);
            }));
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

public class CartPoleTests
{
    private sealed record FarStart : ResetOptions
    {
        public override void Validate()
        {
        }
    }

    private sealed record Row(int Case, string Kind, int Action, CartPoleState State);

    private static List<Row> Golden() => [.. File.ReadLines(RepositoryFiles.At("tests/Fixtures/cartpole.csv"))
        .Where(line => line.Length > 0 && char.IsAsciiDigit(line[0]))
        .Select(line => line.Split(','))
        .Select(f => new Row(
            int.Parse(f[0], CultureInfo.InvariantCulture), f[1], int.Parse(f[3], CultureInfo.InvariantCulture), new CartPoleState(Number(f[4]), Number(f[5]), Number(f[6]), Number(f[7]))))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [Fact]
    public void TrajectoriesEqualThePublishedEquations()
    {
        var world = CartPole.V1();
        var buffers = new StepBuffers(world.Spec);
        var steps = 0;
        var state = default(CartPoleState);
        foreach (var row in Golden())
        {
            if (row.Action < 0)
            {
                world.Reset(0, buffers);
                world.SetState(state = row.State, buffers);
                continue;
            }

            steps++;
            state = state.Advance(row.Action);
            AssertNear(row.State, state);
            // Trajectories that leave the bounds test the equations alone.
            if (row.Kind != "inside") continue;
            world.Step([row.Action], buffers);
            AssertNear(row.State, world.State);
            Assert.Equal([(float)state.Position, (float)state.Velocity, (float)state.Angle, (float)state.AngularVelocity], buffers.Observation(0).ToArray());
            Assert.False(buffers.IsEpisodeOver);
        }

        Assert.Equal(1000, steps);
    }

    [Theory]
    [InlineData("CartPole-v0", 200, 195)]
    [InlineData("CartPole-v1", 500, 475)]
    public void StepLimitTruncatesAndDoesNotTerminate(string name, int limit, double threshold)
    {
        var world = name == "CartPole-v0" ? CartPole.V0() : CartPole.V1();
        Assert.Equal((name, limit, threshold, 1), (world.Spec.Name, world.Spec.MaxSteps, world.Spec.RewardThreshold, world.Spec.AgentCount));
        var buffers = new StepBuffers(world.Spec);
        world.Reset(5, buffers);
        double total = 0;
        var steps = 0;
        while (!buffers.IsEpisodeOver)
        {
            var s = world.State;
            world.Step([0.05 * s.Position + 0.1 * s.Velocity + s.Angle + 0.3 * s.AngularVelocity > 0 ? 1 : 0], buffers);
            total += buffers.Rewards[0];
            steps++;
        }

        Assert.Equal((limit, (double)limit), (steps, total));
        Assert.True(buffers.Truncated[0]);
        Assert.False(buffers.Terminated[0]);
    }

    [Theory]
    [InlineData(2.39, 1, 0, 0, true)]
    [InlineData(-2.39, -1, 0, 0, true)]
    [InlineData(2.39, 0.4, 0, 0, false)]
    [InlineData(0, 0, 0.209, 0.1, true)]
    [InlineData(0, 0, -0.209, -0.1, true)]
    [InlineData(0, 0, 0.209, 0, false)]
    public void EndsBeyondTheLimitsAndPaysForTheLastStep(double x, double v, double angle, double w, bool over)
    {
        var world = CartPole.V1();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.SetState(new CartPoleState(x, v, angle, w), buffers);
        world.Step([0], buffers);
        Assert.Equal((over, false, 1f), (buffers.Terminated[0], buffers.Truncated[0], buffers.Rewards[0]));
        Assert.True(world.Spec.ObservationSpaces[0].Contains(buffers.Observation(0)));
        if (over) Assert.Throws<InvalidOperationException>(() => world.Step([0], buffers));
    }

    [Fact]
    public void StartsAreSmallUniformAndFollowTheSeed()
    {
        var world = CartPole.V1();
        var buffers = new StepBuffers(world.Spec);
        double sum = 0, squares = 0;
        var starts = new HashSet<CartPoleState>();
        for (ulong seed = 0; seed < 2000; seed++)
        {
            world.Reset(seed, buffers);
            starts.Add(world.State);
            foreach (var value in buffers.Observation(0))
            {
                Assert.InRange(value, -0.05f, 0.05f);
                sum += value;
                squares += (double)value * value;
            }
        }

        Assert.Equal(2000, starts.Count);
        Assert.InRange(sum / 8000, -0.001, 0.001);
        Assert.InRange(squares / 8000, 0.05 * 0.05 / 3 * 0.97, 0.05 * 0.05 / 3 * 1.03);
    }

    [Theory]
    [InlineData(0.1, 0.2)]
    [InlineData(-0.2, -0.19)]
    [InlineData(0, 0)]
    public void OptionsBoundTheStart(double low, double high)
    {
        var world = CartPole.V1();
        var buffers = new StepBuffers(world.Spec);
        var options = new CartPoleResetOptions { Low = low, High = high };
        var (least, most) = (1f, -1f);
        for (ulong seed = 0; seed < 100; seed++)
        {
            world.Reset(seed, options, buffers);
            foreach (var value in buffers.Observation(0)) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        Assert.InRange(least, (float)low, (float)(low + 0.1 * (high - low)));
        Assert.InRange(most, (float)(high - 0.1 * (high - low)), (float)high);
        Assert.Empty(EnvironmentChecker.Check(CartPole.V1, new EnvironmentCheckOptions { ResetOptions = [options] }));
    }

    [Fact]
    public void DefaultOptionsAreTheDefault()
    {
        StepBuffers plain = new(CartPole.V1().Spec), asked = new(CartPole.V1().Spec);
        CartPole.V1().Reset(7, plain);
        CartPole.V1().Reset(7, new CartPoleResetOptions(), asked);
        Assert.Equal(plain.Observations.ToArray(), asked.Observations.ToArray());
    }

    [Fact]
    public void BadOptionsAreNamedAndTheEpisodeGoesOn()
    {
        var world = CartPole.V1();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(3, buffers);
        var before = world.State;
        Assert.Throws<ArgumentOutOfRangeException>("Low", () => world.Reset(1, new CartPoleResetOptions { Low = double.NaN }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("Low", () => world.Reset(1, new CartPoleResetOptions { Low = -0.21 }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("High", () => world.Reset(1, new CartPoleResetOptions { High = 0.21 }, buffers));
        Assert.Throws<ArgumentOutOfRangeException>("High", () => world.Reset(1, new CartPoleResetOptions { Low = 0.1 }, buffers));
        Assert.Contains("FarStart", Assert.Throws<ArgumentException>("options", () => world.Reset(1, new FarStart(), buffers)).Message, StringComparison.Ordinal);
        Assert.Equal(before, world.State);
        world.Step([1], buffers);
        Assert.Equal(before.Advance(1), world.State);
    }

    [Fact]
    public void RandomPlayLastsAsLongAsItShould()
    {
        // Random play of CartPole lasts about 22 steps; the band is ten standard errors wide.
        var world = CartPole.V1();
        var buffers = new StepBuffers(world.Spec);
        var random = new RandomStream(9);
        var steps = 0;
        for (ulong episode = 0; episode < 1000; episode++)
            for (world.Reset(episode, buffers); !buffers.IsEpisodeOver; steps++) world.Step([random.Next(2)], buffers);
        Assert.InRange(steps / 1000.0, 20, 24.5);
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        var world = CartPole.V1();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.SetState(default, buffers);
        int[] actions = [0];
        world.Step(actions, buffers);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 5; i++) world.Step(actions, buffers);
        }));
    }

    private static void AssertNear(CartPoleState expected, CartPoleState actual)
    {
        Assert.Equal(expected.Position, actual.Position, 1e-6);
        Assert.Equal(expected.Velocity, actual.Velocity, 1e-6);
        Assert.Equal(expected.Angle, actual.Angle, 1e-6);
        Assert.Equal(expected.AngularVelocity, actual.AngularVelocity, 1e-6);
    }
}

using MarlRec.Environments;
using MarlRec.Environments.Continuous;
using MarlRec.Environments.Vector;
using MarlRec.Environments.Wrappers;
using MarlRec.Execution;

namespace MarlRec.Seams;

/// <summary>What users write themselves around vectors, wrappers and continuous worlds, with the public API alone.</summary>
public class OutsideVectorTests
{
    private static readonly EnvironmentSpec CountdownSpec = new() { Name = "Countdown", AgentCount = 1, ObservationSpaces = [new BoxSpace(0, 9, 1)], ActionSpaces = [new DiscreteSpace(3)] };

    [Theory]
    [InlineData(AutoresetMode.NextStep)]
    [InlineData(AutoresetMode.SameStep)]
    [InlineData(AutoresetMode.Disabled)]
    public void AVectorOfOnesOwnEqualsItsWorldCopyByCopy(AutoresetMode mode)
    {
        using var context = new ComputeContext(2);
        var own = new CountdownVector(5, mode, context);
        var plain = new VectorEnvironment(() => new Countdown(), 5, mode);
        VectorStepBuffers actual = new(own.Spec, 5), expected = new(plain.Spec, 5);
        own.Reset(3, actual);
        plain.Reset(3, expected);
        var random = new RandomStream(1);
        var actions = new int[5];
        for (var step = 0; step < 60; step++)
        {
            if (mode == AutoresetMode.Disabled)
            {
                own.ResetWhere(actual.Terminated, actual);
                plain.ResetWhere(expected.Terminated, expected);
            }

            foreach (ref var action in actions.AsSpan()) action = random.Next(3);
            own.Step(actions, actual);
            plain.Step(actions, expected);
            Assert.Equal(expected.Observations.ToArray(), actual.Observations.ToArray());
            Assert.Equal(expected.Rewards.ToArray(), actual.Rewards.ToArray());
            Assert.Equal<bool>([.. expected.EpisodeEnded, .. expected.EpisodeStarted, .. expected.Acting], [.. actual.EpisodeEnded, .. actual.EpisodeStarted, .. actual.Acting]);
        }
    }

    [Fact]
    public void WrappersOfOnesOwnKeepTheContract()
    {
        Func<IEnvironment> create = () => new TenTimesTheReward(new Squared(new Countdown()));
        Assert.Empty(EnvironmentChecker.Check(create));
        var world = create();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.Step([0], buffers);
        Assert.Equal(10, buffers.Rewards[0]);
        Assert.NotNull(world.Find<Squared>());
        Assert.IsType<Countdown>(world.Unwrapped());
    }

    [Fact]
    public void AContinuousWorldOfOnesOwnCanBeCounted()
    {
        Func<IEnvironment> create = () => new DiscretizedActions(new Backwards(new Throttle()), new float[,] { { -1 }, { 1 } });
        Assert.Empty(EnvironmentChecker.Check(create));
        var world = create();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.Step([0], buffers);
        Assert.Equal(1, buffers.Observations[0]);
    }

    /// <summary>Counts down from a random number by 1 to 3; who passes zero is done.</summary>
    private sealed class Countdown() : EnvironmentBase(CountdownSpec)
    {
        private int _left;

        protected override void OnReset(RandomStream random, StepBuffers buffers) => buffers.Observations[0] = _left = 7 + random.Next(3);

        protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            _left = Math.Max(0, _left - actions[0] - 1);
            buffers.Observations[0] = _left;
            buffers.Rewards[0] = 1;
            buffers.Terminated[0] = _left == 0;
        }
    }

    private sealed class CountdownVector(int copies, AutoresetMode mode, ComputeContext context) : VectorEnvironmentBase(CountdownSpec, copies, mode, context, 2)
    {
        private readonly int[] _left = new int[copies];

        protected override void OnReset(int copy, ulong seed, ResetOptions? options, StepBuffers buffers)
        {
            if (options is not null) throw new ArgumentException("Countdown takes no options.", nameof(options));
            buffers.Observations[0] = _left[copy] = 7 + new RandomStream(seed).Fork(Spec.Name).Next(3);
            buffers.Rewards[0] = 0;
            buffers.Terminated[0] = false;
            buffers.Acting[0] = true;
            buffers.Masks.Fill(true);
        }

        protected override void OnStep(int first, int count, ReadOnlySpan<int> actions, VectorStepBuffers buffers)
        {
            for (var copy = first; copy < first + count; copy++)
            {
                if (IsOver(copy)) continue;
                _left[copy] = Math.Max(0, _left[copy] - actions[copy] - 1);
                buffers.Observations[copy] = _left[copy];
                buffers.Rewards[copy] = 1;
                buffers.Terminated[copy] = _left[copy] == 0;
                buffers.Acting[copy] = _left[copy] > 0;
                buffers[copy].Masks.Fill(true);
            }
        }
    }

    private sealed class TenTimesTheReward(IEnvironment inner) : EnvironmentWrapper(inner)
    {
        public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            Inner.Step(actions, buffers);
            foreach (ref var reward in buffers.Rewards) reward *= 10;
        }
    }

    private sealed class Squared(IEnvironment inner) : ObservationWrapper(inner, [new BoxSpace(0, 81, 1)])
    {
        protected override void OnObservation(int agent, ReadOnlySpan<float> observation, Span<float> changed) => changed[0] = observation[0] * observation[0];
    }

    private sealed class Throttle() : ContinuousEnvironmentBase(
        new EnvironmentSpec { Name = "Throttle", AgentCount = 1, ObservationSpaces = [new BoxSpace(-1, 1, 1)], ActionSpaces = [new DiscreteSpace(1)], MaxSteps = 5 }, [new BoxSpace(-1, 1, 1)])
    {
        protected override void OnReset(RandomStream random, ResetOptions? options, StepBuffers buffers) => buffers.Observations[0] = 0;

        protected override void OnStep(ReadOnlySpan<float> actions, StepBuffers buffers) => buffers.Observations[0] = actions[0];
    }

    private sealed class Backwards(IContinuousEnvironment inner) : ContinuousWrapper(inner, inner.ActionSpaces)
    {
        protected override void OnAction(int agent, ReadOnlySpan<float> action, Span<float> changed) => changed[0] = -action[0];
    }
}

using MarlRec.Environments.Checking;
using MarlRec.Environments.Classic;
using MarlRec.Environments.Grid;
using MarlRec.Execution;

namespace MarlRec.Environments.Vector;

public class VectorEnvironmentTests
{
    private static readonly string[] Names = ["CartPole", "GridWorld", "Nim", "Errands", "Slates"];

    public static TheoryData<string, AutoresetMode, int> Cases => [.. from name in Names from mode in Enum.GetValues<AutoresetMode>() from degree in new[] { 1, 2, 3 } select (name, mode, degree)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void CopiesAreWhatTheyAreAlone(string name, AutoresetMode mode, int degree)
    {
        using var context = new ComputeContext(degree);
        ulong[] seeds = [7, 8, 9, 10, ulong.MaxValue];
        var expected = new HandSteppedCopies(VectorPlay.World(name), seeds, mode);
        var vector = new VectorEnvironment(VectorPlay.World(name), 5, mode, context);
        // Two buffers in turn: nothing may depend on what the last ones held.
        VectorStepBuffers now = new(vector.Spec, 5), next = new(vector.Spec, 5);
        vector.Reset(seeds, null, now);
        expected.Reset();
        expected.AssertSame(now);
        var random = new RandomStream(3);
        var ends = 0;
        for (var step = 0; step < TestTier.Choose(150, 5_000); step++)
        {
            if (mode == AutoresetMode.Disabled && VectorPlay.Over(now) is var over && over.Contains(true))
            {
                vector.ResetWhere(over, now);
                for (var copy = 0; copy < 5; copy++)
                    if (over[copy]) expected.StartNext(copy);
                expected.AssertSame(now);
            }

            var actions = VectorPlay.Actions(now, random);
            vector.Step(actions, next);
            expected.Step(actions);
            expected.AssertSame(next);
            ends += next.EpisodeEnded.Count(true);
            (now, next) = (next, now);
        }

        Assert.True(ends > 5, $"Only {ends} episodes ended.");
    }

    [Fact]
    public void NextStepDoesNotReadTheActionsAfterTheEndAndResets()
    {
        var vector = new VectorEnvironment(() => new GridWorld(new GridWorldOptions { MaxSteps = 2 }), 1);
        Assert.Equal(AutoresetMode.NextStep, vector.Mode);
        var buffers = new VectorStepBuffers(vector.Spec, 1);
        vector.Reset(1, buffers);
        vector.Step([0], buffers);
        vector.Step([0], buffers);
        Assert.Equal([true, true, false], [buffers.Truncated[0], buffers.EpisodeEnded[0], buffers.EpisodeStarted[0]]);
        Assert.Equal(buffers.Observations.ToArray(), buffers.FinalObservations.ToArray());
        vector.Step([-99], buffers);
        Assert.Equal([false, false, true], [buffers.Truncated[0], buffers.EpisodeEnded[0], buffers.EpisodeStarted[0]]);
        Assert.Equal(0, buffers.Rewards[0]);
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => vector.Step([-99], buffers));
    }

    [Fact]
    public void SameStepKeepsTheFinalObservationApart()
    {
        var vector = new VectorEnvironment(CartPole.V1, 1, AutoresetMode.SameStep);
        var buffers = new VectorStepBuffers(vector.Spec, 1);
        vector.Reset(1, buffers);
        while (!buffers.EpisodeEnded[0]) vector.Step([1], buffers);
        // Pushed one way the pole falls: the last observation is beyond 12 degrees, the new first one within the start.
        Assert.True(Math.Abs(buffers.FinalObservations[2]) > 0.2f);
        Assert.True(Math.Abs(buffers.Observations[2]) <= 0.05f);
        Assert.Equal((true, true, true, 1f), (buffers.Terminated[0], buffers.Acting[0], buffers.EpisodeStarted[0], buffers.Rewards[0]));
        vector.Step([0], buffers);
        Assert.Equal((false, false, false), (buffers.Terminated[0], buffers.EpisodeStarted[0], buffers.EpisodeEnded[0]));
    }

    [Fact]
    public void DisabledRefusesAFinishedCopyUntilItIsReset()
    {
        var vector = new VectorEnvironment(() => new Nim(3), 2, AutoresetMode.Disabled);
        var buffers = new VectorStepBuffers(vector.Spec, 2);
        vector.Reset([1, 1], null, buffers);
        // Copy 0 takes all stones, copy 1 takes one.
        var all = (int)buffers.State[0] - 1;
        vector.Step([all, 0, 0, 0], buffers);
        Assert.Equal([true, false], buffers.EpisodeEnded.ToArray());
        var before = Copied(buffers);
        var error = Assert.Throws<InvalidOperationException>(() => vector.Step([0, 0, 0, 0], buffers));
        Assert.Contains("copy 0", error.Message, StringComparison.Ordinal);
        AssertSame(before, buffers);
        vector.ResetWhere([true, false], [5, 0], null, buffers);
        var alone = new StepBuffers(vector.Spec);
        new Nim(3).Reset(5, alone);
        Assert.Equal(StepDigest.Of(alone), StepDigest.Of(buffers[0]));
        Assert.Equal(StepDigest.Of(before[1]), StepDigest.Of(buffers[1]));
        vector.Step([0, 0, 0, 0], buffers);
        Assert.Equal(before.State[1] - 1, buffers.State[1]);
    }

    [Fact]
    public void OneSeedCountsUpAndLaterEpisodesCanBePlayedAlone()
    {
        var vector = new VectorEnvironment(CartPole.V1, 3, AutoresetMode.SameStep);
        var buffers = new VectorStepBuffers(vector.Spec, 3);
        vector.Reset(ulong.MaxValue, buffers);
        var alone = new StepBuffers(vector.Spec);
        foreach (var (copy, seed) in new[] { (0, ulong.MaxValue), (1, 0UL), (2, 1UL) })
        {
            CartPole.V1().Reset(seed, alone);
            Assert.Equal(StepDigest.Of(alone), StepDigest.Of(buffers[copy]));
        }

        while (!buffers.EpisodeStarted[1] || buffers.EpisodeEnded.Count(true) == 0) vector.Step([1, 1, 1], buffers);
        CartPole.V1().Reset(EpisodeSeed.Of(0, 1), alone);
        Assert.Equal(alone.Observations.ToArray(), buffers[1].Observations.ToArray());
        Assert.NotEqual(EpisodeSeed.Of(0, 1), EpisodeSeed.Of(1, 0));
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(episode => EpisodeSeed.Of(3, episode)).Distinct().Count());
    }

    [Fact]
    public void OptionsReachEveryCopyAndOnlyTheEpisodesTheyWereGivenFor()
    {
        var vector = new VectorEnvironment(CartPole.V1, 3, AutoresetMode.SameStep);
        var buffers = new VectorStepBuffers(vector.Spec, 3);
        var wide = new CartPoleResetOptions { Low = 0.1, High = 0.11 };
        vector.Reset(1, wide, buffers);
        Assert.All(buffers.Observations.ToArray(), value => Assert.InRange(value, 0.1f, 0.11f));
        vector.ResetWhere([false, true, false], default, null, buffers);
        Assert.All(buffers[1].Observations.ToArray(), value => Assert.InRange(value, -0.05f, 0.05f));
        vector.ResetWhere([true, true, false], default, wide, buffers);
        Assert.All(buffers.Observations.ToArray(), value => Assert.InRange(value, 0.1f, 0.11f));
        while (!buffers.EpisodeEnded[0]) vector.Step([1, 1, 1], buffers);
        Assert.All(buffers[0].Observations.ToArray(), value => Assert.InRange(value, -0.05f, 0.05f));
    }

    [Fact]
    public void RefusedCallsChangeNothing()
    {
        var vector = new VectorEnvironment(() => new Nim(9), 2);
        var buffers = new VectorStepBuffers(vector.Spec, 2);
        Assert.Throws<InvalidOperationException>(() => vector.Step([0, 0, 0, 0], buffers));
        Assert.Throws<InvalidOperationException>(() => vector.ResetWhere([true, true], buffers));
        vector.Reset(1, buffers);
        vector.Step([1, 0, 1, 0], buffers);
        var before = Copied(buffers);
        VectorStepBuffers more = new(vector.Spec, 3), other = new(new Nim(8).Spec, 2);
        foreach (var wrong in new[] { more, other })
        {
            Assert.Throws<ArgumentException>("buffers", () => vector.Step([0, 0, 0, 0], wrong));
            Assert.Throws<ArgumentException>("buffers", () => vector.Reset(1, wrong));
            Assert.Throws<ArgumentException>("buffers", () => vector.ResetWhere([true, true], wrong));
            Assert.Throws<ArgumentException>("target", () => buffers.CopyTo(wrong));
        }

        Assert.Throws<ArgumentNullException>("buffers", () => vector.Step([0, 0, 0, 0], null!));
        Assert.Throws<ArgumentException>("actions", () => vector.Step([0, 0, 0], buffers));
        // The action of the last copy is wrong: the first ones have not moved either.
        var error = Assert.Throws<ArgumentOutOfRangeException>("actions", () => vector.Step([0, 0, 0, 3], buffers));
        Assert.Contains("agent 1 of copy 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("seeds", () => vector.Reset([1UL], null, buffers));
        Assert.Throws<ArgumentException>("seeds", () => vector.ResetWhere([true, true], [1UL], null, buffers));
        Assert.Throws<ArgumentException>("copies", () => vector.ResetWhere([true], buffers));
        Assert.Throws<ArgumentException>("options", () => vector.Reset(1, new CartPoleResetOptions(), buffers));
        Assert.Throws<ArgumentException>("options", () => vector.ResetWhere([false, true], default, new CartPoleResetOptions(), buffers));
        AssertSame(before, buffers);
        vector.Step([int.MinValue, 0, int.MaxValue, 0], buffers);
        Assert.Equal([true, false, true, false], buffers.Acting.ToArray());
    }

    [Fact]
    public void AMaskedActionOfOneCopyIsRefused()
    {
        var vector = new VectorEnvironment(() => new Nim(2), 2);
        var buffers = new VectorStepBuffers(vector.Spec, 2);
        for (ulong seed = 0; buffers.State[1] != 1; seed++) vector.Reset(seed, buffers);
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => vector.Step([0, 0, 1, 0], buffers));
    }

    [Fact]
    public void AFailingCopyLeavesNothingToStep()
    {
        var faulty = new Faulty();
        var vector = new VectorEnvironment([new Nim(9), faulty], AutoresetMode.NextStep, null);
        var buffers = new VectorStepBuffers(vector.Spec, 2);
        vector.Reset(1, buffers);
        Assert.Throws<NotSupportedException>(() => vector.Step([0, 0, 0, 0], buffers));
        Assert.Throws<InvalidOperationException>(() => vector.Step([0, 0, 0, 0], buffers));
        vector.Reset(1, buffers);
        Assert.Equal([true, false, true, false], buffers.Acting.ToArray());
        faulty.FailsToReset = true;
        Assert.Throws<NotSupportedException>(() => vector.ResetWhere([false, true], buffers));
        Assert.Throws<InvalidOperationException>(() => vector.Step([0, 0, 0, 0], buffers));
    }

    [Theory]
    [InlineData("CartPole", AutoresetMode.NextStep)]
    [InlineData("CartPole", AutoresetMode.SameStep)]
    [InlineData("GridWorld", AutoresetMode.SameStep)]
    [InlineData("Nim", AutoresetMode.NextStep)]
    [InlineData("Errands", AutoresetMode.SameStep)]
    public void StepsAllocateNothingAndNeitherDoResetsByThemselves(string name, AutoresetMode mode)
    {
        var vector = new VectorEnvironment(VectorPlay.World(name), 8, mode);
        var buffers = new VectorStepBuffers(vector.Spec, 8);
        vector.Reset(1, buffers);
        var actions = new int[8 * vector.Spec.AgentCount];
        var ends = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                vector.Step(actions, buffers);
                ends += buffers.EpisodeEnded.Count(true);
            }
        }));
        Assert.True(ends > 0);
    }

    [Fact]
    public void BadCopiesAreNamed()
    {
        Assert.Throws<ArgumentNullException>("create", () => new VectorEnvironment((Func<IEnvironment>)null!, 1));
        Assert.Throws<ArgumentException>("create", () => new VectorEnvironment(() => null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("copies", () => new VectorEnvironment(CartPole.V1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("mode", () => new VectorEnvironment(CartPole.V1, 1, (AutoresetMode)9));
        Assert.Throws<ArgumentNullException>("environments", () => new VectorEnvironment(null!, AutoresetMode.NextStep, null));
        Assert.Throws<ArgumentException>("environments", () => new VectorEnvironment([], AutoresetMode.NextStep, null));
        Assert.Throws<ArgumentException>("environments", () => new VectorEnvironment([CartPole.V1(), CartPole.V0()], AutoresetMode.NextStep, null));
        Assert.Throws<ArgumentException>("environments", () => new VectorEnvironment([new Nim(5), new Nim(6)], AutoresetMode.NextStep, null));
        Assert.Throws<ArgumentException>("environments", () => new VectorEnvironment([CartPole.V1(), null!], AutoresetMode.NextStep, null));
        var one = CartPole.V1();
        Assert.Throws<ArgumentException>("create", () => new VectorEnvironment(() => one, 2));
        Assert.Throws<ArgumentNullException>("spec", () => new VectorStepBuffers(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("copies", () => new VectorStepBuffers(one.Spec, 0));
        Assert.Throws<ArgumentOutOfRangeException>("copy", () => new VectorStepBuffers(one.Spec, 2)[2]);
        Assert.Throws<ArgumentOutOfRangeException>("copy", () => new VectorStepBuffers(one.Spec, 2).Final(-1));
        Assert.Throws<ArgumentOutOfRangeException>("episode", () => EpisodeSeed.Of(1, -1));
    }

    private static VectorStepBuffers Copied(VectorStepBuffers buffers)
    {
        var copy = new VectorStepBuffers(buffers.Spec, buffers.CopyCount);
        buffers.CopyTo(copy);
        return copy;
    }

    private static void AssertSame(VectorStepBuffers expected, VectorStepBuffers actual)
    {
        Assert.Equal(expected.EpisodeEnded.ToArray(), actual.EpisodeEnded.ToArray());
        Assert.Equal(expected.EpisodeStarted.ToArray(), actual.EpisodeStarted.ToArray());
        for (var copy = 0; copy < expected.CopyCount; copy++)
        {
            Assert.Equal(StepDigest.Of(expected[copy]), StepDigest.Of(actual[copy]));
            Assert.Equal(StepDigest.Of(expected.Final(copy)), StepDigest.Of(actual.Final(copy)));
        }
    }

    /// <summary>A game of Nim that breaks in its first step, and in a reset if it shall.</summary>
    private sealed class Faulty : IEnvironment
    {
        private readonly Nim _inner = new(9);

        public EnvironmentSpec Spec => _inner.Spec;

        public bool FailsToReset { get; set; }

        public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
        {
            if (FailsToReset) throw new NotSupportedException();
            _inner.Reset(seed, options, buffers);
        }

        public void Step(ReadOnlySpan<int> actions, StepBuffers buffers) => throw new NotSupportedException();
    }
}

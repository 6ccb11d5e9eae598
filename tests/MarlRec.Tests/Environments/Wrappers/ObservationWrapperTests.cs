using MarlRec.Environments.Classic;
using MarlRec.Execution;

namespace MarlRec.Environments.Wrappers;

public class ObservationWrapperTests
{
    [Fact]
    public void FramesStandOldestFirstAndBeginAsCopiesOfTheFirst()
    {
        var world = new FrameStack(CartPole.V1(), 3);
        var plain = CartPole.V1();
        Assert.Equal(12, world.Spec.ObservationSize);
        StepBuffers buffers = new(world.Spec), raw = new(plain.Spec);
        for (ulong seed = 0; seed < 3; seed++)
        {
            world.Reset(seed, buffers);
            plain.Reset(seed, raw);
            var frames = Enumerable.Repeat(raw.Observations.ToArray(), 3).ToList();
            Assert.Equal([.. frames.SelectMany(frame => frame)], buffers.Observations.ToArray());
            for (var step = 0; step < 6; step++)
            {
                world.Step([step % 2], buffers);
                plain.Step([step % 2], raw);
                frames.RemoveAt(0);
                frames.Add(raw.Observations.ToArray());
                Assert.Equal([.. frames.SelectMany(frame => frame)], buffers.Observations.ToArray());
            }
        }
    }

    [Fact]
    public void EachAgentStacksItsOwnNumbersAndAnEndedOneIsZero()
    {
        var world = new FrameStack(new Errands(), 2);
        Assert.Equal([6, 4], world.Spec.ObservationSpaces.Select(space => space.FlatSize));
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        var first = buffers.Observation(1)[2..4].ToArray();
        world.Step([0, 1], buffers);
        Assert.Equal(first, buffers.Observation(1)[..2].ToArray());
        Assert.Equal(1, buffers.Observation(1)[2..].ToArray().Sum());
        world.Step([0, 0], buffers);
        Assert.Equal(new float[6], buffers.Observation(1).ToArray());
        Assert.Equal(2, buffers.CandidateCount);
    }

    [Fact]
    public void ComposedObservationsKeepTheBoundsOfTheirParts()
    {
        var parts = new TupleSpace(new BoxSpace([-3, 0], [5, float.PositiveInfinity]), new TupleSpace(new DiscreteSpace(2), new BoxSpace(-9, 9, 1)));
        var stacked = (BoxSpace)new FrameStack(new Blind(parts), 2).Spec.ObservationSpaces[0];
        Assert.Equal([-3, 0, 0, 0, -9, -3, 0, 0, 0, -9], stacked.Low.ToArray());
        Assert.Equal([5, float.PositiveInfinity, 1, 1, 9, 5, float.PositiveInfinity, 1, 1, 9], stacked.High.ToArray());
    }

    [Fact]
    public void TimePassesFromZeroToOneBehindEachObservation()
    {
        var world = new TimeAware(new Errands(4));
        Assert.Equal([4, 3], world.Spec.ObservationSpaces.Select(space => space.FlatSize));
        var buffers = new StepBuffers(world.Spec);
        for (var episode = 0; episode < 2; episode++)
        {
            world.Reset(1, buffers);
            Assert.Equal((0, 0), (buffers.Observation(0)[3], buffers.Observation(1)[2]));
            for (var step = 1; step <= 4; step++)
            {
                world.Step([0, 0], buffers);
                Assert.Equal((step / 4f, step / 4f), (buffers.Observation(0)[3], buffers.Observation(1)[2]));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(1)]
    public void ActionsStickAsOftenAsAskedAndFollowTheSeed(double probability)
    {
        var spy = new Spy();
        var world = new StickyActions(spy, probability);
        var buffers = new StepBuffers(world.Spec);
        // The chosen action is never the one before: a repetition shows.
        List<int> Played(ulong seed)
        {
            spy.Played.Clear();
            world.Reset(seed, buffers);
            for (var step = 0; step < 4000; step++) world.Step([step % 3, (step + 1) % 2], buffers);
            return [.. spy.Played];
        }

        var played = Played(5);
        Assert.Equal(played, Played(5));
        var first = played.Chunk(2).Select(pair => pair[0]).ToList();
        var second = played.Chunk(2).Select(pair => pair[1]).ToList();
        Assert.Equal((0, 1), (first[0], second[0]));
        var repeats = first.Zip(first.Skip(1)).Count(pair => pair.First == pair.Second) / 3999.0;
        if (probability is 0) Assert.Equal(0, repeats);
        else if (probability is 1) Assert.Equal(1, repeats);
        else Assert.InRange(repeats, 0.2, 0.3);
        if (probability is 0.25)
        {
            Assert.NotEqual(played, Played(6));
            // Agents stick independently.
            var both = Enumerable.Range(1, 3999).Count(i => first[i] == first[i - 1] && second[i] == second[i - 1]) / 3999.0;
            Assert.InRange(both, 0.02, 0.16);
        }
    }

    [Fact]
    public void AnActionThatIsNoLongerLegalDoesNotStick()
    {
        // Always sticking: both players keep taking three stones until fewer are left.
        var world = new StickyActions(new Nim(8), 1);
        var buffers = new StepBuffers(world.Spec);
        for (ulong seed = 0; buffers.State[0] != 8; seed++) world.Reset(seed, buffers);
        world.Step([2, 0], buffers);
        world.Step([0, 2], buffers);
        Assert.Equal(2, buffers.State[0]);
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => world.Step([2, 0], buffers));
        world.Step([0, 0], buffers);
        Assert.Equal(1, buffers.State[0]);
    }

    [Fact]
    public void ASpaceOfSomebodyElsesHasNoKnownBounds()
    {
        var box = Assert.IsType<BoxSpace>(new FrameStack(new Blind(new Counts()), 2).Spec.ObservationSpaces[0]);
        Assert.True(box.Contains([50, 0, 7, 50]));
        Assert.False(Assert.IsType<BoxSpace>(new FrameStack(new Blind(new DiscreteSpace(2)), 2).Spec.ObservationSpaces[0]).Contains([2, 0, 0, 0]));
    }

    /// <summary>Two whole numbers of up to 50.</summary>
    private sealed class Counts : Space
    {
        public override int FlatSize => 2;

        public override bool Contains(ReadOnlySpan<float> flat) => flat.Length == 2 && flat[0] is >= 0 and <= 50 && flat[1] is >= 0 and <= 50;

        public override void Sample(RandomStream random, Span<float> flat) => flat.Clear();
    }

    /// <summary>A world that is only described.</summary>
    private sealed class Blind(Space space) : EnvironmentBase(new EnvironmentSpec { Name = "Blind", AgentCount = 1, ObservationSpaces = [space], ActionSpaces = [new DiscreteSpace(1)] })
    {
        protected override void OnReset(RandomStream random, StepBuffers buffers)
        {
        }

        protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
        }
    }

    /// <summary>Errands without end, of which the played actions are kept.</summary>
    private sealed class Spy() : EnvironmentWrapper(new Errands(int.MaxValue))
    {
        internal List<int> Played { get; } = [];

        public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            Played.AddRange(actions);
            // The second agent would retire when it plays 1.
            Inner.Step([actions[0], 0], buffers);
        }
    }
}

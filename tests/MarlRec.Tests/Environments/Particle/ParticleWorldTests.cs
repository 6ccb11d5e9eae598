using MarlRec.Execution;

namespace MarlRec.Environments.Particle;

public class ParticleWorldTests
{
    public static TheoryData<string> Worlds => [.. Made.Keys];

    private static Dictionary<string, Func<ParticleEnvironment>> Made { get; } = new()
    {
        ["spread"] = () => new Spread(),
        ["spread, PettingZoo"] = () => new Spread(SpreadOptions.PettingZoo),
        ["spread alone"] = () => new Spread(new SpreadOptions { Agents = 1 }),
        ["speaker-listener"] = () => new SpeakerListener(),
        ["speaker-listener, PettingZoo"] = () => new SpeakerListener(SpeakerListenerOptions.PettingZoo),
        ["adversary"] = () => new Adversary(),
        ["adversary of four, PettingZoo"] = () => new Adversary(AdversaryOptions.PettingZoo with { GoodAgents = 4 }),
        ["tag"] = () => new Tag(),
        ["tag, PettingZoo"] = () => new Tag(TagOptions.PettingZoo),
        ["tag, crowded"] = () => new Tag(new TagOptions { Predators = 2, Prey = 3, Obstacles = 0, MaxSteps = null }),
    };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void WorldsKeepTheContract(string name) =>
        Assert.Empty(EnvironmentChecker.Check(Made[name], new EnvironmentCheckOptions { Episodes = 3, MaxSteps = 60 }));

    [Theory]
    [InlineData("spread", new[] { 18, 18, 18 }, new[] { 5, 5, 5 })]
    [InlineData("speaker-listener", new[] { 3, 11 }, new[] { 3, 5 })]
    [InlineData("adversary", new[] { 8, 10, 10 }, new[] { 5, 5, 5 })]
    [InlineData("tag", new[] { 16, 16, 16, 14 }, new[] { 5, 5, 5, 5 })]
    public void SpacesAreTheOriginals(string name, int[] observations, int[] actions)
    {
        var spec = Made[name]().Spec;
        Assert.Equal(observations, spec.ObservationSpaces.Select(space => space.FlatSize));
        Assert.Equal(actions, spec.ActionSpaces.Select(space => space.Count));
        Assert.Equal((observations.Sum(), 25), (spec.StateSize, spec.MaxSteps));
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void StateIsAllObservationsAndTheClockOnlyTruncates(string name)
    {
        var world = Made[name]();
        var buffers = new StepBuffers(world.Spec);
        var random = new RandomStream(8);
        var actions = new int[world.Spec.AgentCount];
        world.Reset(4, buffers);
        for (var step = 0; step < 25; step++)
        {
            var expected = Enumerable.Range(0, actions.Length).SelectMany(agent => buffers.Observation(agent)[..world.Spec.ObservationSpaces[agent].FlatSize].ToArray());
            Assert.Equal(expected, buffers.State.ToArray());
            Assert.False(buffers.IsEpisodeOver);
            for (var agent = 0; agent < actions.Length; agent++) actions[agent] = world.Spec.ActionSpaces[agent].Sample(random);
            world.Step(actions, buffers);
        }

        Assert.False(buffers.Terminated.Contains(true));
        Assert.Equal(world.Spec.MaxSteps == 25, buffers.IsEpisodeOver);
    }

    [Theory]
    [InlineData(null, -11, -11, -11)]
    [InlineData(0.25, -1.75, -1.75, -1.5)]
    public void SpreadPaysDistancesAndCollisions(double? ratio, double first, double second, double third)
    {
        // Positions first: the contact of agents 0 and 1 moves them only in the next step. Landmarks are 1 above, 1 below, and under agent 2.
        var (world, buffers) = Begin(new Spread(new SpreadOptions { Order = IntegrationOrder.PositionFirst, LocalRatio = ratio }));
        Put(world, buffers, (0, 0), (0.2, 0), (3, 0), (0, 1), (0, -1), (3, 0));
        world.Step([0, 0, 0], buffers);
        Assert.Equal([first, second, third], buffers.Rewards.ToArray().Select(reward => (double)reward), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void SpeakerIsHeardAStepLaterAndBothPayTheSquare()
    {
        var (world, buffers) = Begin(new SpeakerListener());
        Assert.Equal([0, 0, 0], buffers.Observation(1)[8..].ToArray());
        var goal = buffers.Observation(0)[..3].IndexOf(0.65f);
        Assert.Equal(2, buffers.Observation(0)[..3].Count(0.15f));
        for (var word = 0; word < 3; word++)
        {
            world.Step([word, 0], buffers);
            Assert.Equal(word, buffers.Observation(1)[8..].IndexOf(1f));
            Assert.Equal(1, buffers.Observation(1)[8..].ToArray().Sum());
        }

        Put(world, buffers, (0, 0), (0.3, 0), (0, 0), (0, 0), (0, 0));
        world.Physics.Set(2 + goal, 0.3, 0.4, 0, 0);
        world.Step([0, 0], buffers);
        Assert.Equal([-0.16f, -0.16f], buffers.Rewards.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(true, -4)]
    [InlineData(false, -2)]
    public void AdversaryPaysByDistanceOrSquare(bool squared, double expected)
    {
        var (world, buffers) = Begin(new Adversary(new AdversaryOptions { SquaredDistance = squared }));
        Put(world, buffers, (2, 0), (0, 0.5), (-1, 0), (0, 0), (0, 0));
        world.Step([0, 0, 0], buffers);
        Assert.Equal([expected, 1.5, 1.5], buffers.Rewards.ToArray().Select(r => (double)r), (a, b) => Math.Abs(a - b) < 1e-6);
        // The goal is the first thing that a good agent sees; the adversary sees landmarks and agents alone.
        Assert.Equal([0f, -0.5f], buffers.Observation(1)[..2].ToArray());
        Assert.Equal([-2f, 0f, -2f, 0f, -2f, 0.5f, -3f, 0f], buffers.Observation(0)[..8].ToArray());
    }

    [Fact]
    public void TagPaysForCatchesAndForLeaving()
    {
        var (world, buffers) = Begin(new Tag());
        Put(world, buffers, (5, 5), (-5, 5), (5, -5), (0, 0), (9, 9), (-9, -9));
        world.Step([0, 0, 0, 0], buffers);
        Assert.Equal([0, 0, 0, 0], buffers.Rewards.ToArray());
        foreach (var (x, cost) in new[] { (0.9, 0), (0.95, 0.5), (1.0, 1), (1.5, Math.E), (9, 10) })
        {
            Put(world, buffers, (5, 5), (-5, 5), (5, -5), (-x, 0), (19, 9), (-9, -19));
            world.Step([0, 0, 0, 0], buffers);
            Assert.Equal(-cost, buffers.Rewards[3], 1e-5);
        }

        // Positions first: two predators touch, and their contact moves them only in the next step.
        (world, buffers) = Begin(new Tag(TagOptions.PettingZoo));
        Put(world, buffers, (0.1, 0), (-0.1, 0), (0, 0.126), (0, 0), (9, 9), (-9, -9));
        world.Step([0, 0, 0, 0], buffers);
        Assert.Equal([20, 20, 20, -20], buffers.Rewards.ToArray());
    }

    [Fact]
    public void RenamedAgentsLiveTheSameEpisode()
    {
        // Spread treats agents alike: swapping two of them swaps what they see and earn.
        var (one, first) = Begin(new Spread(SpreadOptions.PettingZoo));
        var (two, second) = Begin(new Spread(SpreadOptions.PettingZoo));
        var positions = one.Physics.Positions.ToArray();
        foreach (var (agent, image) in new[] { (0, 2), (2, 0), (1, 1) }) two.Physics.Set(image, positions[2 * agent], positions[2 * agent + 1], 0, 0);
        var random = new RandomStream(2);
        for (var step = 0; step < 25; step++)
        {
            int[] actions = [random.Next(5), random.Next(5), random.Next(5)];
            one.Step(actions, first);
            two.Step([actions[2], actions[1], actions[0]], second);
            for (var agent = 0; agent < 3; agent++)
            {
                Assert.Equal(first.Rewards[agent], second.Rewards[2 - agent], 1e-5);
                for (var i = 0; i < 10; i++) Assert.Equal(first.Observation(agent)[i], second.Observation(2 - agent)[i], 1e-5);
            }
        }
    }

    [Fact]
    public void StartsAreUniform()
    {
        var (world, buffers) = Begin(new Tag());
        var (low, high, obstacle) = (0.0, 0.0, 0.0);
        for (ulong seed = 0; seed < 400; seed++)
        {
            world.Reset(seed, buffers);
            foreach (var x in world.Physics.Positions[..8]) (low, high) = (Math.Min(low, x), Math.Max(high, x));
            foreach (var x in world.Physics.Positions[8..]) obstacle = Math.Max(obstacle, Math.Abs(x));
        }

        Assert.InRange(low, -1, -0.99);
        Assert.InRange(high, 0.99, 1);
        Assert.InRange(obstacle, 0.88, 0.9);
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void AStepAllocatesNothing(string name)
    {
        var (world, buffers) = Begin(Made[name]());
        var actions = new int[world.Spec.AgentCount];
        ulong seed = 0;
        void Play()
        {
            for (var step = 0; step < 20; step++) world.Step(actions, buffers);
        }

        world.Reset(seed, buffers);
        Play();
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ =>
        {
            world.Reset(++seed, buffers);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Play();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    [Fact]
    public void BadOptionsAreNamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Agents", () => new Spread(new SpreadOptions { Agents = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("LocalRatio", () => new Spread(new SpreadOptions { LocalRatio = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("LocalRatio", () => new Spread(new SpreadOptions { LocalRatio = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxSteps", () => new Tag(new TagOptions { MaxSteps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Order", () => new SpeakerListener(new SpeakerListenerOptions { Order = (IntegrationOrder)2 }));
        Assert.Throws<ArgumentOutOfRangeException>("GoodAgents", () => new Adversary(new AdversaryOptions { GoodAgents = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Predators", () => new Tag(new TagOptions { Predators = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Prey", () => new Tag(new TagOptions { Prey = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Obstacles", () => new Tag(new TagOptions { Obstacles = -1 }));
    }

    private static (TWorld World, StepBuffers Buffers) Begin<TWorld>(TWorld world)
        where TWorld : ParticleEnvironment
    {
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        return (world, buffers);
    }

    private static void Put(ParticleEnvironment world, StepBuffers buffers, params ReadOnlySpan<(double X, double Y)> places)
    {
        for (var body = 0; body < places.Length; body++) world.Physics.Set(body, places[body].X, places[body].Y, 0, 0);
        world.Observe(buffers);
    }
}

using FsCheck.Xunit;
using MarlRec.Execution;
using MarlRec.Learning.Baselines;

namespace MarlRec.Environments.Warehouse;

public class WarehouseTests
{
    // Cells in a row: agents 3, 0, free, 1, 2; two files of two want the free cell.
    [Fact]
    public void OfEqualFilesThatWhoseHeadHasTheLowerNumberGoes()
    {
        var moves = new bool[4];
        new WarehouseTraffic(4, 5).Decide([1, 3, 4, 0], [2, 2, 3, 1], [4, 1, 0, 2, 3], moves);
        Assert.Equal([true, false, false, true], moves);
    }

    public static TheoryData<string> Worlds => [.. Made.Keys];

    private static Dictionary<string, WarehouseOptions> Made { get; } = new()
    {
        ["tiny"] = WarehouseOptions.Tiny(2),
        ["small"] = WarehouseOptions.Small(4),
        ["two stages, wide eyes"] = new() { Reward = WarehouseReward.TwoStage, SensorRange = 2, NormalizedCoordinates = true, RequestQueueSize = 5 },
        ["own map, impatient"] = new() { Layout = "x.x.\n.g..\nx.xg", Agents = 3, RequestQueueSize = 1, MaxInactiveSteps = 9, MaxSteps = null, Reward = WarehouseReward.Global },
    };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void WorldsKeepTheContract(string name) =>
        Assert.Empty(EnvironmentChecker.Check(() => new RoboticWarehouse(Made[name]), new EnvironmentCheckOptions { MaxSteps = 120 }));

    [Fact]
    public void LayoutsAreTheOriginals()
    {
        var tiny = new RoboticWarehouse();
        Assert.Equal((11, 10, 71), (tiny.Floor.Map.Rows, tiny.Floor.Map.Columns, tiny.Spec.ObservationSize));
        var small = new RoboticWarehouse(WarehouseOptions.Small(4));
        Assert.Equal((20, 10, 500), (small.Floor.Map.Rows, small.Floor.Map.Columns, small.Spec.MaxSteps));
        Assert.Equal([194, 195], small.Floor.Map.Goals);
    }

    [Fact]
    public void OneAgentDeliversAShelfAndTakesItBack()
    {
        var options = WarehouseOptions.Tiny(1) with { Reward = WarehouseReward.TwoStage };
        var world = new RoboticWarehouse(options);
        var (buffers, policy, random) = (new StepBuffers(world.Spec), new WarehousePolicy(options), new RandomStream(3));
        var actions = new int[1];
        world.Reset(11, buffers);
        var wanted = world.Floor.Requests[0];
        var stages = new List<(int Carried, bool OnGoal, bool OnHighway)>();
        while (stages.Count < 2 && !buffers.IsEpisodeOver)
        {
            policy.Act(buffers, random, actions);
            world.Step(actions, buffers);
            if (buffers.Rewards[0] == 0) continue;
            Assert.Equal(0.5f, buffers.Rewards[0]);
            var place = world.Floor.Places[0];
            stages.Add((world.Floor.Carried[0], world.Floor.Map.IsGoal(place), world.Floor.Map.IsHighway(place)));
        }

        Assert.Equal([(wanted, true, true), (-1, false, false)], stages);
        Assert.NotEqual(wanted, world.Floor.Requests[0]);
    }

    [Property(MaxTest = 30)]
    public void NobodySharesACellAndNoShelfIsLost(ulong seed, bool crowded)
    {
        var world = new RoboticWarehouse(crowded ? Made["own map, impatient"] with { Agents = 9, MaxInactiveSteps = null } : WarehouseOptions.Tiny(6));
        var buffers = new StepBuffers(world.Spec);
        var random = new RandomStream(seed);
        var actions = new int[world.Spec.AgentCount];
        world.Reset(seed, buffers);
        for (var step = 0; step < 120; step++)
        {
            foreach (ref var action in actions.AsSpan()) action = random.Next(8) is < 5 and var any ? any : WarehouseFloor.Forward;
            var before = world.Floor.Places.ToArray();
            world.Step(actions, buffers);
            var floor = world.Floor;
            Assert.Equal(actions.Length, floor.Places.Distinct().Count());
            Assert.Equal(floor.ShelfPlaces.Length, floor.ShelfPlaces.Distinct().Count());
            Assert.Equal(floor.Requests.Length, floor.Requests.Distinct().Count());
            for (var agent = 0; agent < actions.Length; agent++)
            {
                var (was, now) = (before[agent], floor.Places[agent]);
                Assert.True(was == now || (actions[agent] == WarehouseFloor.Forward && floor.Map.Ahead(was, floor.Directions[agent]) == now));
                // Nobody has changed places with another.
                Assert.DoesNotContain(Enumerable.Range(0, actions.Length), other => other != agent && before[other] == now && floor.Places[other] == was);
                Assert.Equal(agent + 1, floor.AgentAt[now]);
                if (floor.Carried[agent] >= 0) Assert.Equal(now, floor.ShelfPlaces[floor.Carried[agent]]);
            }

            for (var shelf = 0; shelf < floor.ShelfPlaces.Length; shelf++) Assert.Equal(shelf + 1, floor.ShelfAt[floor.ShelfPlaces[shelf]]);
            Assert.Equal(floor.Requests.Order(), Enumerable.Range(0, floor.IsRequested.Length).Where(shelf => floor.IsRequested[shelf]));
        }
    }

    [Theory]
    [InlineData("a file moves", new[] { 0, 1, 2 }, new[] { 1, 2, 3 }, new[] { true, true, true })]
    [InlineData("a file behind one who stays", new[] { 0, 1, 2 }, new[] { 1, 2, 2 }, new[] { false, false, false })]
    [InlineData("two face to face", new[] { 0, 1 }, new[] { 1, 0 }, new[] { false, false })]
    [InlineData("a circle of four turns", new[] { 0, 1, 4, 3 }, new[] { 1, 4, 3, 0 }, new[] { true, true, true, true })]
    [InlineData("one behind a circle stands", new[] { 0, 1, 4, 3, 2 }, new[] { 1, 4, 3, 0, 1 }, new[] { true, true, true, true, false })]
    [InlineData("of two the first goes", new[] { 2, 0 }, new[] { 1, 1 }, new[] { true, false })]
    [InlineData("the longer file goes", new[] { 4, 0, 3 }, new[] { 1, 1, 0 }, new[] { false, true, true })]
    public void TrafficFollowsTheRules(string rule, int[] places, int[] targets, bool[] expected)
    {
        var agentAt = new int[9];
        for (var agent = 0; agent < places.Length; agent++) agentAt[places[agent]] = agent + 1;
        var moves = new bool[places.Length];
        new WarehouseTraffic(places.Length, 9).Decide(places, targets, agentAt, moves);
        Assert.True(expected.AsSpan().SequenceEqual(moves), rule);
    }

    [Fact]
    public void InactivityTruncates()
    {
        var world = new RoboticWarehouse(new WarehouseOptions { MaxInactiveSteps = 3 });
        var buffers = new StepBuffers(world.Spec);
        world.Reset(0, buffers);
        for (var step = 0; step < 3; step++)
        {
            Assert.False(buffers.IsEpisodeOver);
            world.Step([0, 0], buffers);
        }

        Assert.Equal([true, true], buffers.Truncated.ToArray());
        Assert.False(buffers.Terminated.Contains(true));
    }

    [Fact]
    public void BadOptionsAreNamed()
    {
        var good = new WarehouseOptions();
        foreach (var (name, bad) in new (string, WarehouseOptions)[]
        {
            ("ShelfRows", good with { ShelfRows = 0 }), ("ShelfColumns", good with { ShelfColumns = 2 }), ("ShelfColumns", good with { ShelfColumns = 101 }),
            ("ColumnHeight", good with { ColumnHeight = 0 }), ("Agents", good with { Agents = 111, RequestQueueSize = 1 }), ("Agents", good with { Agents = 0, RequestQueueSize = 1 }),
            ("RequestQueueSize", good with { RequestQueueSize = 1000 }), ("SensorRange", good with { SensorRange = 0 }), ("Reward", good with { Reward = (WarehouseReward)3 }),
            ("MaxSteps", good with { MaxSteps = 0 }), ("MaxInactiveSteps", good with { MaxInactiveSteps = 0 }),
        })
            Assert.Throws<ArgumentOutOfRangeException>(name, () => new RoboticWarehouse(bad));
        foreach (var layout in new[] { "", "x.g\nx.", "x?g", "xx.", "x.g" })
            Assert.Throws<ArgumentException>("Layout", () => new RoboticWarehouse(good with { Layout = layout }));
    }
}

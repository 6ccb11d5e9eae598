namespace MarlRec.Environments.Warehouse;

public class WarehouseGoldenTests
{
    [Fact]
    public void EpisodesEqualTheOriginals()
    {
        var golden = new GoldenEpisodes("warehouse");
        var (steps, deliveries) = (0, 0);
        while (golden.Has("world"))
        {
            var head = golden.Take("world");
            var world = new RoboticWarehouse(new WarehouseOptions
            {
                Layout = head[0] == "-" ? null : head[0].Replace('|', '\n'),
                Agents = head[1][0] - '0',
                Reward = Enum.Parse<WarehouseReward>(head[2]),
                MaxSteps = 150,
            });
            var buffers = new StepBuffers(world.Spec);
            world.Reset(0, buffers);
            var agents = golden.TakeIntegers("agents");
            for (var agent = 0; agent < world.Floor.Places.Length; agent++) (world.Floor.Places[agent], world.Floor.Directions[agent]) = (agents[3 * agent], agents[3 * agent + 1]);
            Assert.Equal(world.Floor.Map.Shelves, golden.TakeIntegers("shelves"));
            golden.TakeIntegers("requests").CopyTo(world.Floor.Requests, 0);
            world.Floor.Settle();
            world.Observe(buffers);
            golden.AssertSeen(buffers, 0);
            while (golden.Has("step"))
            {
                if (Step(golden, world, buffers)) deliveries++;
                steps++;
            }

            Assert.True(buffers.IsEpisodeOver);
        }

        Assert.Equal(600, steps);
        Assert.True(deliveries >= 10, $"{deliveries}");
    }

    private static bool Step(GoldenEpisodes golden, RoboticWarehouse world, StepBuffers buffers)
    {
        var floor = world.Floor;
        var line = golden.TakeNumbers("step");
        var requested = floor.Requests.ToArray();
        world.Step(Array.ConvertAll(line[..floor.Places.Length], action => (int)action), buffers);
        Assert.Equal(line[floor.Places.Length..], buffers.Rewards.ToArray().Select(reward => (double)reward));
        var agents = golden.TakeIntegers("agents");
        for (var agent = 0; agent < floor.Places.Length; agent++)
            Assert.Equal((agents[3 * agent], agents[3 * agent + 1], agents[3 * agent + 2]), (floor.Places[agent], floor.Directions[agent], floor.Carried[agent]));
        Assert.Equal(golden.TakeIntegers("shelves"), floor.ShelfPlaces);
        // Which shelf is requested next is drawn: where ours is another one, the fixture's takes its place.
        var delivered = !floor.Requests.AsSpan().SequenceEqual(requested);
        var requests = golden.TakeIntegers("requests");
        for (var i = 0; i < requests.Length; i++) Assert.Equal(requested[i] == requests[i], requested[i] == floor.Requests[i]);
        if (delivered) floor.Request(requests);
        world.Observe(buffers);
        golden.AssertSeen(buffers, 0);
        return delivered;
    }
}

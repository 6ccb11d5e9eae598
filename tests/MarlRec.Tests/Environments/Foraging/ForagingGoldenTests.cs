namespace MarlRec.Environments.Foraging;

public class ForagingGoldenTests
{
    [Fact]
    public void EpisodesEqualTheOriginals()
    {
        var golden = new GoldenEpisodes("foraging");
        var (worlds, earned) = (0, 0.0);
        while (golden.Has("world"))
        {
            var options = ForagingOptions.FromName(golden.Take("world")[0]);
            var world = new LevelBasedForaging(options);
            var buffers = new StepBuffers(world.Spec);
            world.Reset(0, buffers);
            var (players, foods) = (Items(golden.TakeIntegers("players"), options.Players), Items(golden.TakeIntegers("foods"), options.Foods));
            world.Field.Set(players, foods);
            world.Observe(buffers);
            golden.AssertSeen(buffers, 0);
            while (golden.Has("step"))
            {
                var line = golden.TakeNumbers("step");
                world.Step(Array.ConvertAll(line[..options.Players], action => (int)action), buffers);
                for (var player = 0; player < options.Players; player++) Assert.Equal(line[options.Players + player], buffers.Rewards[player], 1e-6);
                Assert.Equal(line[^1] == 1, buffers.Terminated[0]);
                golden.AssertSeen(buffers, 0);
                foreach (var reward in buffers.Rewards) earned += Math.Max(reward, 0);
            }

            Assert.True(buffers.IsEpisodeOver);
            worlds++;
        }

        Assert.Equal(15, worlds);
        // The fixture is worth something only if foods are loaded in it.
        Assert.True(earned > 3, $"{earned}");
    }

    private static ForagingField.Item[] Items(int[] numbers, int count)
    {
        var items = new ForagingField.Item[count];
        Array.Fill(items, new ForagingField.Item(-1, -1, 0));
        for (var i = 0; i < numbers.Length / 3; i++) items[i] = new ForagingField.Item(numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]);
        return items;
    }
}

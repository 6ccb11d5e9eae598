using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Environments.Foraging;

public class ForagingTests
{
    public static TheoryData<string> Names => ["Foraging-8x8-2p-2f-v3", "Foraging-8x8-2p-2f-coop-v1", "Foraging-2s-10x10-3p-3f-v3", "Foraging-grid-2s-6x9-3p-2f-coop-pen-v1", "Foraging-15x15-4p-5f-ind-v3", "Foraging-3x3-2p-9f-v3"];

    [Theory]
    [MemberData(nameof(Names))]
    public void NamedWorldsKeepTheContract(string name)
    {
        Assert.Equal(name, ForagingOptions.FromName(name).Name);
        Assert.Equal(name, new LevelBasedForaging(ForagingOptions.FromName(name)).Spec.Name);
        Assert.Empty(EnvironmentChecker.Check(() => new LevelBasedForaging(ForagingOptions.FromName(name))));
        var masked = ForagingOptions.FromName(name) with { MaskInvalidActions = true, ObserveLevels = false, NormalizeReward = false, MaxSteps = null };
        Assert.Empty(EnvironmentChecker.Check(() => new LevelBasedForaging(masked), new EnvironmentCheckOptions { MaxSteps = 60 }));
    }

    [Fact]
    public void OptionsThatNoNameSaysAreCustom()
    {
        var plain = new ForagingOptions();
        Assert.Equal("Foraging-8x8-2p-2f-v3", plain.Name);
        Assert.Equal(plain.Name, (plain with { MaxSteps = 7 }).Name);
        foreach (var changed in (ForagingOptions[])[plain with { MaxFoodLevel = 5 }, plain with { Penalty = 1 }, plain with { ObserveLevels = false }, plain with { NormalizeReward = false }])
            Assert.Equal("Foraging-8x8-2p-2f-v3-custom", changed.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Foraging")]
    [InlineData("Foraging-8x8-2p-2f")]
    [InlineData("Foraging-8x8-2p-2f-v2")]
    [InlineData("Foraging-8x8-2p-2f-v3-v3")]
    [InlineData("Foraging-8-2p-2f-v3")]
    [InlineData("Foraging-8x-8-2p-2f-v3")]
    [InlineData("Foraging-8x8-2f-2p-v3")]
    [InlineData("Foraging-8x8-99999999999p-2f-v3")]
    public void MalformedNamesAreRefused(string name) => Assert.Contains(name, Assert.Throws<ArgumentException>(nameof(name), () => ForagingOptions.FromName(name)).Message);

    [Theory]
    [InlineData(ForagingVersion.V1)]
    [InlineData(ForagingVersion.V3)]
    public void VersionsDifferInStartsAndInFoodLevels(ForagingVersion version)
    {
        var world = new LevelBasedForaging(new ForagingOptions { Rows = 6, Columns = 7, Version = version });
        var buffers = new StepBuffers(world.Spec);
        var (lastRow, lastColumn, full) = (0, 0, 0);
        for (ulong seed = 0; seed < 600; seed++)
        {
            world.Reset(seed, buffers);
            var sum = world.Field.Players.Sum(player => player.Level);
            foreach (var (row, column, level) in world.Field.Players)
            {
                lastRow += row == 5 ? 1 : 0;
                lastColumn += column == 6 ? 1 : 0;
                Assert.InRange(level, 1, 2);
            }

            foreach (var (row, column, level) in world.Field.Foods)
            {
                if (level == 0) continue;
                Assert.True(row is >= 1 and <= 4 && column is >= 1 and <= 5);
                Assert.InRange(level, 1, version == ForagingVersion.V3 ? sum : Math.Max(1, sum - 1));
                full += level == sum ? 1 : 0;
            }
        }

        Assert.Equal(version == ForagingVersion.V3, lastRow > 100 && lastColumn > 100 && full > 100);
        Assert.Equal(version == ForagingVersion.V1, lastRow == 0 && lastColumn == 0 && full == 0);
    }

    [Property(MaxTest = 40)]
    public void FoodsStandApartAndCooperationAsksForAll(ulong seed, byte size, byte foods)
    {
        var options = new ForagingOptions { Rows = 4 + size % 8, Columns = 5 + size % 7, Foods = 1 + foods % 6, Players = 3, ForceCooperation = true };
        var world = new LevelBasedForaging(options);
        world.Reset(seed, new StepBuffers(world.Spec));
        var placed = world.Field.Foods.Where(food => food.Level > 0).ToList();
        Assert.All(placed, food => Assert.Equal(world.Field.Players.Sum(player => player.Level), food.Level));
        foreach (var one in placed)
            foreach (var other in placed)
                Assert.True(one == other || Math.Abs(one.Row - other.Row) + Math.Abs(one.Column - other.Column) > 2);
        Assert.Equal(placed.OrderBy(food => food.Row).ThenBy(food => food.Column), placed);
    }

    [Fact]
    public void LoadersShareByLevelAndAllFoodIsWorthOne()
    {
        // Level 1 and 2 beside a food of 3; another food of 1 elsewhere: 3/4 of all food, shared 1 to 2.
        var (world, buffers) = Begin(new ForagingOptions { Penalty = 0.5f });
        Put(world, buffers, [new(2, 1, 1), new(1, 2, 2)], [new(2, 2, 3), new(5, 5, 1)]);
        world.Step([5, 0], buffers);
        Assert.Equal([-0.5f, 0], buffers.Rewards.ToArray());
        world.Step([5, 5], buffers);
        Assert.Equal([0.25f, 0.5f], buffers.Rewards.ToArray());
        Assert.False(buffers.Terminated[0]);
        Put(world, buffers, [new(5, 4, 1), new(1, 2, 2)], [new(5, 5, 1), new(-1, -1, 0)]);
        world.Step([5, 5], buffers);
        Assert.Equal([1f, 0], buffers.Rewards.ToArray());
        Assert.Equal([true, true], buffers.Terminated.ToArray());

        (world, buffers) = Begin(new ForagingOptions { NormalizeReward = false });
        Put(world, buffers, [new(2, 1, 1), new(1, 2, 2)], [new(2, 2, 3), new(5, 5, 1)]);
        world.Step([5, 5], buffers);
        Assert.Equal([3f, 6f], buffers.Rewards.ToArray());
    }

    [Fact]
    public void WhoWantsTheSameCellStays()
    {
        var (world, buffers) = Begin(new ForagingOptions());
        Put(world, buffers, [new(2, 1, 1), new(2, 3, 1)], [new(5, 5, 1), new(-1, -1, 0)]);
        world.Step([4, 3], buffers);
        Assert.Equal([(2, 1), (2, 3)], world.Field.Players.Select(player => (player.Row, player.Column)));
        world.Step([4, 0], buffers);
        world.Step([4, 0], buffers);
        Assert.Equal([(2, 2), (2, 3)], world.Field.Players.Select(player => (player.Row, player.Column)));
        // Two neighbours may change places, and the rim holds.
        world.Step([4, 3], buffers);
        Assert.Equal([(2, 3), (2, 2)], world.Field.Players.Select(player => (player.Row, player.Column)));
        Put(world, buffers, [new(0, 0, 1), new(7, 7, 1)], [new(5, 5, 1), new(-1, -1, 0)]);
        world.Step([1, 2], buffers);
        world.Step([3, 4], buffers);
        Assert.Equal([(0, 0), (7, 7)], world.Field.Players.Select(player => (player.Row, player.Column)));
    }

    [Fact]
    public void MasksSayWhatWouldDoSomething()
    {
        var (world, buffers) = Begin(new ForagingOptions { MaskInvalidActions = true });
        Put(world, buffers, [new(0, 1, 1), new(4, 4, 1)], [new(1, 1, 1), new(-1, -1, 0)]);
        Assert.Equal([true, false, false, true, true, true], buffers.Mask(0).ToArray());
        Assert.Equal([true, true, true, true, true, false], buffers.Mask(1).ToArray());
        (world, buffers) = Begin(new ForagingOptions());
        Put(world, buffers, [new(0, 1, 1), new(4, 4, 1)], [new(1, 1, 1), new(-1, -1, 0)]);
        Assert.False(buffers.Masks.Contains(false));
    }

    [Fact]
    public void RenamedPlayersLiveTheSameEpisode()
    {
        var options = ForagingOptions.FromName("Foraging-8x8-3p-3f-v3");
        var (one, first) = Begin(options);
        var (two, second) = Begin(options);
        int[] image = [2, 0, 1];
        var players = one.Field.Players.ToArray();
        Put(two, second, [players[1], players[2], players[0]], one.Field.Foods);
        var random = new RandomStream(4);
        while (!first.IsEpisodeOver)
        {
            int[] actions = [random.Next(6), random.Next(6), random.Next(6)], renamed = new int[3];
            for (var player = 0; player < 3; player++) renamed[image[player]] = actions[player];
            one.Step(actions, first);
            two.Step(renamed, second);
            for (var player = 0; player < 3; player++)
            {
                Assert.Equal(first.Rewards[player], second.Rewards[image[player]]);
                Assert.Equal(one.Field.Players[player], two.Field.Players[image[player]]);
            }
        }
    }

    [Fact]
    public void BadOptionsAreNamed()
    {
        var good = new ForagingOptions();
        foreach (var (name, bad) in new (string, ForagingOptions)[]
        {
            ("Rows", good with { Rows = 2 }), ("Columns", good with { Columns = 1001 }), ("Players", good with { Players = 0 }), ("Players", good with { Players = 25 }),
            ("MinPlayerLevel", good with { MinPlayerLevel = 0 }), ("MaxPlayerLevel", good with { MinPlayerLevel = 3 }), ("Foods", good with { Foods = 0 }),
            ("MaxFoodLevel", good with { MaxFoodLevel = 0 }), ("MinFoodLevel", good with { MinFoodLevel = 0 }), ("MinFoodLevel", good with { MinFoodLevel = 3 }),
            ("MinFoodLevel", good with { MinFoodLevel = 3, MaxFoodLevel = 2 }), ("Sight", good with { Sight = 0 }), ("Penalty", good with { Penalty = -1 }),
            ("Penalty", good with { Penalty = float.NaN }), ("MaxSteps", good with { MaxSteps = 0 }), ("Version", good with { Version = (ForagingVersion)2 }),
        })
            Assert.Throws<ArgumentOutOfRangeException>(name, () => new LevelBasedForaging(bad));
        Assert.Throws<ArgumentNullException>("name", () => ForagingOptions.FromName(null!));
    }

    private static (LevelBasedForaging World, StepBuffers Buffers) Begin(ForagingOptions options)
    {
        var world = new LevelBasedForaging(options);
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        return (world, buffers);
    }

    private static void Put(LevelBasedForaging world, StepBuffers buffers, ForagingField.Item[] players, ForagingField.Item[] foods)
    {
        world.Field.Set(players, foods);
        world.Observe(buffers);
    }
}

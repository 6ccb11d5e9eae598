using System.Text;
using MarlRec.Execution;

namespace MarlRec.Environments.Grid;

public class FrozenLakeTests
{
    [Theory]
    [InlineData(2, 0.1)]
    [InlineData(4, 0.5)]
    [InlineData(8, 0.8)]
    [InlineData(20, 0.9)]
    [InlineData(5, 1.0)]
    public void RandomLakesHaveAWay(int size, double frozen)
    {
        var random = new RandomStream(1);
        var maps = Enumerable.Range(0, 50).Select(_ => FrozenLakeMap.Random(size, frozen, random)).ToList();
        foreach (var map in maps)
        {
            var rows = map.Split('\n');
            Assert.Equal((size, 'S', 'G'), (rows.Length, rows[0][0], rows[^1][^1]));
            Assert.All(rows, row => Assert.Equal(size, row.Length));
            Assert.Equal((1, 1), (map.Count(c => c == 'S'), map.Count(c => c == 'G')));
            Assert.True(Reaches(rows));
            _ = new FrozenLake(new FrozenLakeOptions { Map = map });
        }

        Assert.Equal(maps[0], FrozenLakeMap.Random(size, frozen, new RandomStream(1)));
        if (size == 8) Assert.InRange(maps.Sum(map => map.Count(c => c == 'F')) / 50.0 / 62, 0.77, 0.88);
    }

    [Fact]
    public void EveryOptionIsObeyed()
    {
        var options = new FrozenLakeOptions { Map = "SFG\nFHS", Slippery = true, SuccessRate = 0.5, GoalReward = 3, HoleReward = -2, FrozenReward = -1, MaxSteps = 7 };
        var world = new FrozenLake(options);
        Assert.Equal((7, (double?)null), (world.Spec.MaxSteps, world.Spec.RewardThreshold));
        Assert.Equal([0.5, 0, 0, 0, 0, 0.5], world.Model.StartProbabilities.ToArray());
        // From the first row's middle, "right" reaches the goal, slips into the hole below, and slips against the rim above.
        Assert.Equal([new(0.25, 4, -2, true), new(0.5, 2, 3, true), new(0.25, 1, -1, false)], world.Model.Outcomes(1, 2).ToArray());
        Assert.Equal([new(1, 2, 3, true)], new FrozenLake(options with { Slippery = false }).Model.Outcomes(1, 2).ToArray());
    }

    [Fact]
    public void PicturesShowWalkerAndMove()
    {
        var world = new FrozenLake(new FrozenLakeOptions { Slippery = false });
        var buffers = new StepBuffers(world.Spec);
        world.Reset(0, buffers);
        Assert.Equal("@FFF\nFHFH\nFFFH\nHFFG\n", Picture(world));
        world.Step([1], buffers);
        Assert.Equal("SFFF\n@HFH\nFFFH\nHFFG\n(Down)\n", Picture(world));
    }

    public static TheoryData<string> BadMaps => ["", "\n", "SG\nF", "S?G", "GFF", "SFF", "S G"];

    [Theory]
    [MemberData(nameof(BadMaps))]
    public void BadMapsAreRefused(string map) => Assert.Throws<ArgumentException>("Map", () => new FrozenLake(new FrozenLakeOptions { Map = map }));

    [Fact]
    public void BadOptionsAreNamed()
    {
        Assert.Throws<ArgumentNullException>("Map", () => new FrozenLake(new FrozenLakeOptions { Map = null! }));
        Assert.Throws<ArgumentOutOfRangeException>("SuccessRate", () => new FrozenLake(new FrozenLakeOptions { SuccessRate = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>("SuccessRate", () => new FrozenLake(new FrozenLakeOptions { SuccessRate = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("GoalReward", () => new FrozenLake(new FrozenLakeOptions { GoalReward = float.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("HoleReward", () => new FrozenLake(new FrozenLakeOptions { HoleReward = float.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("FrozenReward", () => new FrozenLake(new FrozenLakeOptions { FrozenReward = float.NegativeInfinity }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxSteps", () => new FrozenLake(new FrozenLakeOptions { MaxSteps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => FrozenLakeMap.Random(1, 0.8, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>("frozenProbability", () => FrozenLakeMap.Random(4, 0, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>("frozenProbability", () => FrozenLakeMap.Random(4, 1.01, new RandomStream(1)));
        Assert.Throws<ArgumentNullException>("random", () => FrozenLakeMap.Random(4, 0.8, null!));
        Assert.Throws<InvalidOperationException>(() => FrozenLakeMap.Random(30, 0.01, new RandomStream(1)));
    }

    private static string Picture(FrozenLake world)
    {
        var text = new StringBuilder();
        world.Render(text);
        return text.ToString();
    }

    private static bool Reaches(string[] rows)
    {
        var reached = new HashSet<(int, int)> { (0, 0) };
        while (true)
        {
            var before = reached.Count;
            foreach (var (r, c) in reached.ToList())
                foreach (var (nr, nc) in ((int, int)[])[(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)])
                    if (nr >= 0 && nc >= 0 && nr < rows.Length && nc < rows.Length && rows[nr][nc] != 'H') reached.Add((nr, nc));
            if (reached.Count == before) return reached.Contains((rows.Length - 1, rows.Length - 1));
        }
    }
}

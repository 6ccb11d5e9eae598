using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Environments.Grid;

public class GridWorldTests
{
    private static readonly (int Row, int Column)[] Directions = [(-1, 0), (0, 1), (1, 0), (0, -1)];

    [Fact]
    public void ValueIterationFindsTheTextbookUtilities()
    {
        // Russell and Norvig, figure "the utilities of the states in the 4 x 3 world", from the upper left.
        var (values, _) = Solve(new GridWorldOptions());
        double[] published = [0.812, 0.868, 0.918, 0, 0.762, 0, 0.660, 0, 0.705, 0.655, 0.611, 0.388];
        for (var cell = 0; cell < 12; cell++) Assert.Equal(published[cell], values[cell], 0.0006);
    }

    [Fact]
    public void ScriptedPolicyEarnsTheOptimum()
    {
        // Up the left side, along the top; below it, away from the pit.
        int[] policy = [1, 1, 1, 0, 0, 0, 0, 0, 0, 3, 3, 3];
        var options = new GridWorldOptions();
        var (values, greedy) = Solve(options);
        foreach (var cell in (int[])[0, 1, 2, 4, 6, 8, 9, 10, 11]) Assert.Equal(policy[cell], greedy[cell]);
        var (mean, error) = Play(options, policy, 20_000);
        Assert.InRange(mean, values[8] - 4 * error, values[8] + 4 * error);
        Assert.True(error < 0.005);
    }

    [Fact]
    public void SlipsGoSidewaysInEqualShares()
    {
        // From the middle of a cross, "up" ends in the upper, right and left arm.
        var world = new GridWorld(new GridWorldOptions { Map = "#G#\nPSG\n#P#", SlipProbability = 0.3 });
        var buffers = new StepBuffers(world.Spec);
        var ends = new int[9];
        for (ulong seed = 0; seed < 20_000; seed++)
        {
            world.Reset(seed, buffers);
            world.Step([0], buffers);
            Assert.True(buffers.Terminated[0]);
            ends[((DiscreteSpace)world.Spec.ObservationSpaces[0]).Decode(buffers.Observation(0))]++;
        }

        Assert.InRange(ends[1], 13_700, 14_300);
        Assert.InRange(ends[3], 2_750, 3_250);
        Assert.InRange(ends[5], 2_750, 3_250);
        Assert.Equal(20_000, ends[1] + ends[3] + ends[5]);
    }

    [Property(MaxTest = 100)]
    public bool WalksFollowTheMap(byte[] moves, ulong seed)
    {
        string[] rows = ["S.#.", "..#G", "...P"];
        var options = new GridWorldOptions { Map = string.Join("\r\n", rows) + "\n", SlipProbability = 0, MaxSteps = null };
        var world = new GridWorld(options);
        var buffers = new StepBuffers(world.Spec);
        world.Reset(seed, buffers);
        var (row, column) = (0, 0);
        foreach (var move in moves ?? [])
        {
            if (buffers.IsEpisodeOver) break;
            world.Step([move % 4], buffers);
            (row, column) = Walk(rows, row, column, move % 4);
            if (((DiscreteSpace)world.Spec.ObservationSpaces[0]).Decode(buffers.Observation(0)) != row * 4 + column) return false;
            var bonus = rows[row][column] switch { 'G' => 1f, 'P' => -1f, _ => 0 };
            if (buffers.Rewards[0] != -0.04f + bonus || buffers.Terminated[0] != (bonus != 0) || buffers.Truncated[0]) return false;
        }

        return true;
    }

    [Fact]
    public void LimitTruncatesAndStartsAreDrawn()
    {
        var world = new GridWorld(new GridWorldOptions { Map = "S.G\nS.G", MaxSteps = 3 });
        var buffers = new StepBuffers(world.Spec);
        var starts = new HashSet<int>();
        for (ulong seed = 0; seed < 20; seed++)
        {
            world.Reset(seed, buffers);
            starts.Add(((DiscreteSpace)world.Spec.ObservationSpaces[0]).Decode(buffers.Observation(0)));
        }

        Assert.Equal([0, 3], starts.Order());
        world = new GridWorld(new GridWorldOptions { Map = "S.G", MaxSteps = 3, SlipProbability = 0 });
        world.Reset(0, buffers = new StepBuffers(world.Spec));
        for (var i = 0; i < 3; i++) world.Step([3], buffers);
        Assert.Equal((false, true), (buffers.Terminated[0], buffers.Truncated[0]));
        Assert.Throws<InvalidOperationException>(() => world.Step([3], buffers));
    }

    public static TheoryData<string> BadMaps => ["", "\n", "SG\n.", "S?G", "G..", "S..", "S G"];

    [Theory]
    [MemberData(nameof(BadMaps))]
    public void BadMapsAreRefused(string map) => Assert.Throws<ArgumentException>("Map", () => new GridWorld(new GridWorldOptions { Map = map }));

    [Fact]
    public void BadOptionsAreNamed()
    {
        Assert.Throws<ArgumentNullException>("Map", () => new GridWorld(new GridWorldOptions { Map = null! }));
        Assert.Throws<ArgumentOutOfRangeException>("StepReward", () => new GridWorld(new GridWorldOptions { StepReward = float.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("GoalReward", () => new GridWorld(new GridWorldOptions { GoalReward = float.PositiveInfinity }));
        Assert.Throws<ArgumentOutOfRangeException>("PitReward", () => new GridWorld(new GridWorldOptions { PitReward = float.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("SlipProbability", () => new GridWorld(new GridWorldOptions { SlipProbability = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>("SlipProbability", () => new GridWorld(new GridWorldOptions { SlipProbability = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxSteps", () => new GridWorld(new GridWorldOptions { MaxSteps = 0 }));
    }

    private static (int Row, int Column) Walk(string[] rows, int row, int column, int move)
    {
        var (r, c) = (row + Directions[move].Row, column + Directions[move].Column);
        return r < 0 || r >= rows.Length || c < 0 || c >= rows[0].Length || rows[r][c] == '#' ? (row, column) : (r, c);
    }

    // Written from the documentation, not from the world's code: it is the world's oracle.
    private static (double[] Values, int[] Policy) Solve(GridWorldOptions options)
    {
        var rows = options.Map.Split('\n', StringSplitOptions.TrimEntries);
        var width = rows[0].Length;
        var values = new double[rows.Length * width];
        var policy = new int[values.Length];
        for (var sweep = 0; sweep < 500; sweep++)
        {
            for (var cell = 0; cell < values.Length; cell++)
            {
                if ("#GP".Contains(rows[cell / width][cell % width])) continue;
                var best = double.NegativeInfinity;
                for (var action = 0; action < 4; action++)
                {
                    var value = (1 - options.SlipProbability) * Ahead(action) + options.SlipProbability / 2 * (Ahead((action + 1) % 4) + Ahead((action + 3) % 4));
                    if (value <= best) continue;
                    best = value;
                    policy[cell] = action;
                }

                values[cell] = best;

                double Ahead(int move)
                {
                    var (r, c) = Walk(rows, cell / width, cell % width, move);
                    return options.StepReward + rows[r][c] switch { 'G' => options.GoalReward, 'P' => options.PitReward, _ => values[r * width + c] };
                }
            }
        }

        return (values, policy);
    }

    private static (double Mean, double Error) Play(GridWorldOptions options, int[] policy, int episodes)
    {
        var world = new GridWorld(options);
        var cells = (DiscreteSpace)world.Spec.ObservationSpaces[0];
        var buffers = new StepBuffers(world.Spec);
        double sum = 0, squares = 0;
        for (var episode = 0; episode < episodes; episode++)
        {
            double total = 0;
            world.Reset((ulong)episode, buffers);
            while (!buffers.IsEpisodeOver)
            {
                world.Step([policy[cells.Decode(buffers.Observation(0))]], buffers);
                total += buffers.Rewards[0];
            }

            sum += total;
            squares += total * total;
        }

        var mean = sum / episodes;
        return (mean, Math.Sqrt((squares / episodes - mean * mean) / episodes));
    }
}

using System.Globalization;

namespace MarlRec.Environments.Tables;

public class OptimumTests
{
    [Theory]
    [InlineData("frozenlake 4x4", 100, 0.7442, 0.00005)]
    [InlineData("frozenlake 4x4", null, 0.8235, 0.00005)]
    [InlineData("frozenlake 8x8", 200, 0.9132, 0.00005)]
    [InlineData("taxi", 200, 7.930, 0.0005)]
    [InlineData("blackjack sab", null, -0.0431, 0.00005)]
    [InlineData("cliff", null, -13, 1e-12)]
    public void OptimaAreTheKnownOnes(string name, int? horizon, double expected, double tolerance)
    {
        var model = TabularWorlds.ByName[name]().Model;
        var (values, _) = DynamicProgram.Solve(model, horizon);
        Assert.Equal(expected, DynamicProgram.AtStart(model, values), tolerance);
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void EveryStatesOptimumIsThatOfAnotherImplementation(string name, int? horizon)
    {
        var model = TabularWorlds.ByName[name]().Model;
        var (values, _) = DynamicProgram.Solve(model, horizon);
        var expected = Rows().Where(row => row.World == name && row.Horizon == horizon).ToDictionary(row => row.State, row => row.Value);
        for (var state = 0; state < model.StateCount; state++)
        {
            var acts = Enumerable.Range(0, model.ActionCount).Any(action => model.Outcomes(state, action).Length > 0);
            Assert.Equal(expected.TryGetValue(state, out var value), acts);
            if (acts) Assert.Equal(value, values[state], 1e-8 * Math.Max(1, Math.Abs(value)));
        }
    }

    [Theory]
    [InlineData("frozenlake 4x4", 2000)]
    [InlineData("cliff slippery", 2000)]
    [InlineData("taxi rainy fickle", 2000)]
    [InlineData("blackjack natural", 20_000)]
    public void PlayingTheOptimalPolicyEarnsTheOptimum(string name, int episodes)
    {
        var world = TabularWorlds.ByName[name]();
        var (values, policy) = DynamicProgram.Solve(world.Model, world.Spec.MaxSteps);
        var optimum = DynamicProgram.AtStart(world.Model, values);
        var buffers = new StepBuffers(world.Spec);
        double sum = 0, squares = 0;
        for (var episode = 0; episode < episodes; episode++)
        {
            double total = 0;
            world.Reset((ulong)episode, buffers);
            for (var left = world.Spec.MaxSteps; !buffers.IsEpisodeOver; left--)
            {
                world.Step([(left is { } steps ? policy[steps] : policy[^1])[world.State]], buffers);
                total += buffers.Rewards[0];
            }

            sum += total;
            squares += total * total;
        }

        var mean = sum / episodes;
        var error = Math.Sqrt((squares / episodes - mean * mean) / episodes);
        Assert.InRange(mean, optimum - 4 * error, optimum + 4 * error);
    }

    public static TheoryData<string, int?> Golden()
    {
        var data = new TheoryData<string, int?>();
        foreach (var (world, horizon) in Rows().Select(row => (row.World, row.Horizon)).Distinct()) data.Add(world, horizon);
        return data;
    }

    private static IEnumerable<(string World, int? Horizon, int State, double Value)> Rows() =>
        from line in File.ReadLines(RepositoryFiles.At("tests/Fixtures/tabular_optima.csv"))
        where !line.StartsWith('#') && !line.StartsWith("world,", StringComparison.Ordinal)
        let fields = line.Split(',')
        let horizon = fields[1] == "inf" ? (int?)null : int.Parse(fields[1], CultureInfo.InvariantCulture)
        select (fields[0], horizon, int.Parse(fields[2], CultureInfo.InvariantCulture), double.Parse(fields[3], CultureInfo.InvariantCulture));
}

namespace MarlRec.Environments.Tables;

public class TabularModelTests
{
    private static TabularModel Coin(Func<int, int, IEnumerable<TabularOutcome>> outcomes) => new([1, 0, 0], 2, outcomes);

    [Fact]
    public void AlikeOutcomesBecomeOneAndImpossibleOnesNone()
    {
        var model = Coin((state, action) => state == 0 ? [new(0.25, 1, 5, true), new(0, 2, 0, true), new(0.5, 0, 0, false), new(0.25, 1, 5, true)] : []);
        Assert.Equal([new(0.5, 1, 5, true), new(0.5, 0, 0, false)], model.Outcomes(0, 1).ToArray());
        Assert.True(model.Outcomes(1, 0).IsEmpty);
    }

    [Fact]
    public void AnyTableIsAWorld()
    {
        // A walk to the right, at either end of which the episode ends; one end pays.
        var model = new TabularModel([0, 0.5, 0.5, 0], 2, (state, action) => state is 0 or 3 ? [] : action == 1 && state == 2
            ? [new TabularOutcome(1, 3, 1, true)]
            : [new TabularOutcome(1, state + (action == 1 ? 1 : -1), 0, state == 1 && action == 0)]);
        Assert.Empty(EnvironmentChecker.Check(() => new TabularEnvironment("Walk", model, 10)));
        var world = new TabularEnvironment("Walk", model, 10);
        Assert.Same(model, world.Model);
        var buffers = new StepBuffers(world.Spec);
        for (ulong seed = 0; seed < 20; seed++)
        {
            world.Reset(seed, buffers);
            float total = 0;
            for (; !buffers.IsEpisodeOver; total += buffers.Rewards[0]) world.Step([1], buffers);
            Assert.Equal((1f, 3, true), (total, world.State, buffers.Terminated[0]));
        }
    }

    [Fact]
    public void BadTablesAreRefused()
    {
        Assert.Throws<ArgumentNullException>("startProbabilities", () => new TabularModel(null!, 1, (_, _) => []));
        Assert.Throws<ArgumentNullException>("outcomes", () => new TabularModel([1], 1, null!));
        Assert.Throws<ArgumentNullException>("outcomes", () => new TabularModel([1], 1, (_, _) => null!));
        Assert.Throws<ArgumentOutOfRangeException>("actionCount", () => new TabularModel([1], 0, (_, _) => []));
        foreach (var start in (double[][])[[], [0.5, 0.4], [double.NaN, 1], [-0.5, 1.5]])
            Assert.Throws<ArgumentException>("startProbabilities", () => new TabularModel(start, 1, (_, _) => [new(1, 0, 0, true)]));
        foreach (var outcome in (TabularOutcome[])[new(0.9, 0, 0, true), new(double.NaN, 0, 0, true), new(1, 3, 0, true), new(1, -1, 0, true), new(1, 0, double.NaN, true), new(1, 0, 1e39, true), new(1, 1, 0, false)])
            Assert.Contains("action 0 in state 0", Assert.Throws<ArgumentException>("outcomes", () => Coin((state, _) => state == 0 ? [outcome] : [])).Message, StringComparison.Ordinal);
        Assert.Contains("start in state 0", Assert.Throws<ArgumentException>("outcomes", () => Coin((_, _) => [])).Message, StringComparison.Ordinal);
        var model = Coin((_, _) => [new(1, 0, 0, true)]);
        Assert.Throws<ArgumentNullException>("model", () => new TabularEnvironment("a", null!));
        Assert.Throws<ArgumentNullException>("name", () => new TabularEnvironment(null!, model));
        Assert.Throws<ArgumentException>("name", () => new TabularEnvironment(" ", model));
        Assert.Throws<ArgumentOutOfRangeException>("maxSteps", () => new TabularEnvironment("a", model, 0));
    }
}

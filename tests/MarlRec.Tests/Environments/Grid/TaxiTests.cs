namespace MarlRec.Environments.Grid;

public class TaxiTests
{
    /// <summary>Where a taxi that heads down (0), up (1), right (2) or left (3) in the rain may come: straight on, to its left, to its right.</summary>
    [Theory]
    [InlineData(1, 3, 0, "23 14 12")]
    [InlineData(1, 3, 1, "03 12 14")]
    [InlineData(1, 3, 2, "14 03 23")]
    [InlineData(1, 3, 3, "12 23 03")]
    [InlineData(1, 4, 3, "13 24 04")]
    [InlineData(2, 1, 2, "22 11 31")]
    [InlineData(4, 3, 0, "43 43 43")]
    [InlineData(0, 3, 1, "03 03 03")]
    [InlineData(0, 1, 2, "01 01 01")]
    [InlineData(0, 2, 3, "02 02 02")]
    [InlineData(0, 2, 0, "12 03 02")]
    public void RainDrivesAside(int row, int column, int action, string cells)
    {
        var model = new Taxi(new TaxiOptions { Rainy = true, RainyProbability = 0.5 }).Model;
        var found = new Dictionary<string, double>();
        foreach (var outcome in model.Outcomes(((row * 5 + column) * 5 + 0) * 4 + 1, action)) found[$"{outcome.Next / 100}{outcome.Next / 20 % 5}"] = outcome.Probability;
        var expected = cells.Split(' ').Zip((double[])[0.5, 0.25, 0.25]).GroupBy(end => end.First).ToDictionary(ends => ends.Key, ends => ends.Sum(end => end.Second));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void FickleRidersChangeTheirMindOnceAtTheFirstMove()
    {
        var world = new Taxi(new TaxiOptions { Fickle = true, FickleProbability = 1 });
        var buffers = new StepBuffers(world.Spec);
        var destinations = new int[4];
        for (ulong seed = 0; seed < 3000; seed++)
        {
            world.Reset(seed, buffers);
            var wished = world.State % 4;
            Drive(world, buffers, world.State / 4 % 5);
            world.Step([4], buffers);
            Assert.Equal(wished, world.State % 4);
            // A move that is one from every place: to the middle row.
            world.Step([world.State % 500 / 100 == 0 ? 0 : 1], buffers);
            var changed = world.State % 4;
            Assert.NotEqual(wished, changed);
            destinations[(changed - wished + 4) % 4]++;
            Assert.True(world.State < 500);
            world.Step([world.State / 100 == 1 ? 1 : 0], buffers);
            Assert.Equal(changed, world.State % 4);
        }

        foreach (var count in destinations[1..]) Assert.InRange(count, 850, 1150);
    }

    [Fact]
    public void OptionsThatDoNotApplyChangeNothing()
    {
        var plain = new Taxi().Model;
        foreach (var options in (TaxiOptions[])[new() { Rainy = true, RainyProbability = 1 }, new() { FickleProbability = 1 }, new() { RainyProbability = 0 }])
        {
            var model = new Taxi(options).Model;
            for (var state = 0; state < 500; state++)
                for (var action = 0; action < 6; action++) Assert.Equal(plain.Outcomes(state, action).ToArray(), model.Outcomes(state, action).ToArray());
        }
    }

    [Fact]
    public void MasksLeaveOutWhatChangesNothing()
    {
        var (plain, masked) = (new Taxi().Model, new Taxi(new TaxiOptions { MaskUseless = true }).Model);
        for (var state = 0; state < 500; state++)
            for (var action = 0; action < 6; action++)
                Assert.Equal(plain.Outcomes(state, action)[0].Next == state, masked.Outcomes(state, action).IsEmpty);
    }

    [Fact]
    public void BadOptionsAreNamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>("RainyProbability", () => new Taxi(new TaxiOptions { RainyProbability = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>("FickleProbability", () => new Taxi(new TaxiOptions { FickleProbability = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxSteps", () => new Taxi(new TaxiOptions { MaxSteps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxSteps", () => new CliffWalking(new CliffWalkingOptions { MaxSteps = 0 }));
    }

    // Through the open middle row, which joins all columns.
    private static void Drive(Taxi world, StepBuffers buffers, int place)
    {
        var (row, column) = place switch { 0 => (0, 0), 1 => (0, 4), 2 => (4, 0), _ => (4, 3) };
        while (Row() != 2) world.Step([Row() < 2 ? 0 : 1], buffers);
        while (Column() != column) world.Step([Column() < column ? 2 : 3], buffers);
        while (Row() != row) world.Step([Row() < row ? 0 : 1], buffers);

        int Row() => world.State % 500 / 100;
        int Column() => world.State % 500 / 20 % 5;
    }
}

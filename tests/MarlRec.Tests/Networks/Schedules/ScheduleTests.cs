namespace MarlRec.Networks.Schedules;

public class ScheduleTests
{
    [Fact]
    public void WarmUpLeadsIntoWhatFollows()
    {
        var schedule = new WarmUp(4, new CosineRate(0.8, 0, 10));
        Assert.Equal([0, 0.2, 0.4, 0.6000000000000001, 0.8], Enumerable.Range(0, 5).Select(step => schedule.At(step)));
        Assert.Equal(0.4, schedule.At(9), 1e-12);
        Assert.Equal(0, schedule.At(14));
        Assert.Equal(0, schedule.At(long.MaxValue));
        Assert.Equal(0.8, new WarmUp(0, new CosineRate(0.8, 0, 10)).At(0));
    }

    [Fact]
    public void ScheduledRatesSuitAnOptimizer()
    {
        var adam = new Adam([]);
        var schedule = new LinearRate(0.1, 0, 2);
        for (var step = 0; step < 4; step++)
        {
            adam.LearningRate = schedule.At(adam.StepCount);
            adam.Step();
        }

        Assert.Equal(0, adam.LearningRate);
        Assert.Equal(0.5, new LinearRate(1, 0.5, 0).At(0));
    }

    [Fact]
    public void BadInput()
    {
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => new ConstantRate(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => new LinearRate(-1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("end", () => new CosineRate(1, double.PositiveInfinity, 1));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => new CosineRate(1, 0, -1));
        Assert.Throws<ArgumentNullException>("then", () => new WarmUp(1, null!));
        Assert.Throws<ArgumentOutOfRangeException>("startFactor", () => new WarmUp(1, new ConstantRate(1), 2));
        foreach (var schedule in new ILearningRateSchedule[] { new ConstantRate(1), new LinearRate(1, 0, 1), new CosineRate(1, 0, 1), new WarmUp(1, new ConstantRate(1)) })
            Assert.Throws<ArgumentOutOfRangeException>("step", () => schedule.At(-1));
    }
}

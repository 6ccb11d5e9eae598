using MarlRec.Execution;

namespace MarlRec.Learning.Exploration;

public class ExplorationTests
{
    [Fact]
    public void LinearScheduleMovesAndStays()
    {
        var schedule = new LinearSchedule(1, 0.5, 10);
        Assert.Equal([1, 0.75, 0.5, 0.5], new[] { 0L, 5, 10, long.MaxValue }.Select(schedule.Value));
        Assert.Equal(0.3, LinearSchedule.Constant(0.3).Value(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.Value(-1));
    }

    [Fact]
    public void EpsilonGreedyDrawsTheRightShares()
    {
        var random = new RandomStream(1);
        var counts = new int[4];
        const int draws = 20_000;
        for (var i = 0; i < draws; i++) counts[EpsilonGreedy.Choose([1, 9, 3, 7], [true, false, true, true], 0.3, random)]++;

        // Action 1 is best but illegal; of the three legal ones, 3 gets 0.7 and a third of 0.3. Five standard deviations are 0.016.
        Assert.Equal(0, counts[1]);
        Assert.Equal(0.8, counts[3] / (double)draws, 0.016);
        Assert.Equal(0.1, counts[0] / (double)draws, 0.016);
    }

    [Fact]
    public void WithoutEpsilonNothingIsDrawn()
    {
        var random = new RandomStream(1);
        Assert.Equal(2, EpsilonGreedy.Choose([0, 1, 5, 5], [], 0, random));
        Assert.Equal(0UL, random.State.Position);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        var random = new RandomStream(1);
        Assert.Equal("mask", Assert.Throws<ArgumentException>(() => EpsilonGreedy.Best([1, 2], [false, false])).ParamName);
        Assert.Equal("mask", Assert.Throws<ArgumentException>(() => EpsilonGreedy.Best([1, 2], [true])).ParamName);
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => EpsilonGreedy.Choose([1], [], double.NaN, random)).ParamName);
        Assert.Throws<ArgumentNullException>(() => EpsilonGreedy.Choose([1], [], 0.5, null!));
    }
}

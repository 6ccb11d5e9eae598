using MarlRec.Environments.Classic;
using MarlRec.Environments.Grid;

namespace MarlRec.Environments.Wrappers;

public class WrapperTests
{
    private static readonly Dictionary<string, Func<IEnvironment, IEnvironment>> Wrappers = new()
    {
        ["TimeLimit"] = inner => new TimeLimit(inner, 7),
        ["OrderEnforcing"] = inner => new OrderEnforcing(inner),
        ["PassiveChecker"] = inner => new PassiveChecker(inner),
        ["RecordEpisodeStatistics"] = inner => new RecordEpisodeStatistics(inner, 2),
        ["NormalizeObservation"] = inner => new NormalizeObservation(inner) { Frozen = true },
        ["NormalizeReward"] = inner => new NormalizeReward(inner) { Frozen = true },
        ["FrameStack"] = inner => new FrameStack(inner, 3),
        ["TimeAware"] = inner => new TimeAware(new TimeLimit(inner, 11)),
        ["StickyActions"] = inner => new StickyActions(inner, 0.4),
        ["TerminateIllegal"] = inner => new TerminateIllegal(inner),
        ["RecordEpisodes"] = inner => new RecordEpisodes(inner, Stream.Null),
        ["all of them"] = inner => new OrderEnforcing(new PassiveChecker(new RecordEpisodes(new RecordEpisodeStatistics(
            new FrameStack(new TimeAware(new NormalizeReward(new NormalizeObservation(new StickyActions(new TimeLimit(inner, 30))) { Frozen = true }) { Frozen = true }), 2)), Stream.Null))),
    };

    private static readonly Dictionary<string, Func<IEnvironment>> Worlds = new()
    {
        ["CartPole"] = CartPole.V1,
        ["GridWorld"] = () => new GridWorld(),
        ["Nim"] = () => new Nim(9),
        ["Errands"] = () => new Errands(12),
    };

    public static TheoryData<string, string> Cases => [.. from wrapper in Wrappers.Keys from world in Worlds.Keys select (wrapper, world)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void WrappedWorldsKeepTheContract(string wrapper, string world)
    {
        // To take a masked action is what TerminateIllegal is for.
        EnvironmentRule[] ignored = (wrapper, world) == ("TerminateIllegal", "Nim") ? [EnvironmentRule.Arguments] : [];
        Assert.Empty(EnvironmentChecker.Check(() => Wrappers[wrapper](Worlds[world]()), new EnvironmentCheckOptions { Episodes = 5, MaxSteps = 120, Ignored = ignored }));
    }

    [Theory]
    [InlineData("NormalizeObservation")]
    [InlineData("NormalizeReward")]
    public void StatisticsThatRunOnBreakNothingButTheRepetition(string wrapper) =>
        Assert.Empty(EnvironmentChecker.Check(
            () => wrapper == "NormalizeReward" ? new NormalizeReward(new Errands()) : new NormalizeObservation(new Errands()), new EnvironmentCheckOptions { Ignored = [EnvironmentRule.Reset] }));

    [Fact]
    public void FindLooksFromTheOutsideIn()
    {
        var world = CartPole.V1();
        var inner = new TimeLimit(world, 5);
        var outer = new TimeLimit(new OrderEnforcing(inner), 9);
        Assert.Same(outer, outer.Find<TimeLimit>());
        Assert.Same(inner, outer.Inner.Find<TimeLimit>());
        Assert.Same(world, outer.Find<CartPole>());
        Assert.Same(outer, outer.Find<IEnvironment>());
        Assert.Null(outer.Find<FrameStack>());
        Assert.Null(world.Find<TimeLimit>());
        Assert.Same(world, outer.Unwrapped());
        Assert.Same(world, world.Unwrapped());
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        foreach (var wrap in Wrappers.Values) Assert.Throws<ArgumentNullException>("inner", () => wrap(null!));
        var world = CartPole.V1();
        Assert.Throws<ArgumentOutOfRangeException>("maxSteps", () => new TimeLimit(world, 0));
        Assert.Throws<ArgumentOutOfRangeException>("probability", () => new StickyActions(world, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>("probability", () => new StickyActions(world, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("penalty", () => new TerminateIllegal(world, float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("discount", () => new NormalizeReward(world, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>("frames", () => new FrameStack(world, 0));
        Assert.Throws<ArgumentException>("inner", () => new TimeAware(new Nim(3)));
        Assert.Throws<ArgumentOutOfRangeException>("window", () => new RecordEpisodeStatistics(world, 0));
        Assert.Throws<ArgumentNullException>("stream", () => new RecordEpisodes(world, null!));
        Assert.Throws<ArgumentException>("stream", () => new RecordEpisodes(world, new MemoryStream([], writable: false)));
        Assert.Throws<ArgumentNullException>("environment", () => ((IEnvironment)null!).Find<CartPole>());
        Assert.Throws<ArgumentNullException>("environment", () => ((IEnvironment)null!).Unwrapped());
        Assert.Throws<ArgumentNullException>("violation", () => new EnvironmentContractException(null!));
    }
}

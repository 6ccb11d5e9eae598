namespace MarlRec.Data;

public class DecisionLogTests
{
    [Fact]
    public void TheOldestMakesRoomAndUsersAreForgotten()
    {
        var log = new DecisionLog(3);
        foreach (var name in new[] { "a", "b", "c", "d", "b" }) log.Add(Decide(name, name == "c" ? "u" : null));
        Assert.Equal(["b", "c", "d"], log.Snapshot().Select(logged => logged.Decision.EventId));
        Assert.False(log.TryReward("a", 0, EventKind.Click, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.TryReward("b", 0, EventKind.Click, float.NaN));
        Assert.Equal((1, 0), (log.Forget("u"), log.Forget("u")));
        Assert.False(log.TryGet("c", out _));
        log.Add(Decide("e", null));
        Assert.Equal(["b", "d", "e"], log.Snapshot().Select(logged => logged.Decision.EventId));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecisionLog(0));
    }

    [Fact]
    public void SettledAreTheAnsweredAndThoseOfUsersWhoAskedAgain()
    {
        var log = new DecisionLog(9);
        foreach (var (name, user) in new[] { ("a", "u"), ("b", "v"), ("c", "u"), ("d", null), ("e", null) }) log.Add(Decide(name, user));
        Assert.True(log.TryReward("e", 0, EventKind.Click, 2));
        Assert.False(log.TryReward("e", 0, EventKind.Click, 2));
        var settled = log.Settled();
        Assert.Equal(["a", "e"], settled.Select(logged => logged.Decision.EventId));
        log.MarkLearned(settled);
        Assert.Empty(log.Settled());
        Assert.Equal([true, false, false, false, true], log.Snapshot().Select(logged => logged.IsLearned));
    }

    [Fact]
    public void AnAnswerAfterLearningIsStillTakenInAndAPreviewSettlesNothing()
    {
        var log = new DecisionLog(9);
        log.Add(Decide("a", "u"));
        log.Add(Decide("preview", "u") with { IsDrawn = false });
        Assert.Empty(log.Settled());
        log.Add(Decide("b", "u"));
        log.MarkLearned(log.Settled());
        Assert.True(log.TryReward("a", 0, EventKind.Purchase, 4));
        Assert.Empty(log.Settled());
        Assert.Equal(4, log.Snapshot()[0].Reward);
    }

    private static Decision Decide(string name, string? user) =>
        new() { EventId = name, UserId = user, PolicyVersion = 1, IsDrawn = true, Candidates = [0], Slots = [0], Propensities = [1], Context = [0], PairFeatures = [0, 0, 0] };
}

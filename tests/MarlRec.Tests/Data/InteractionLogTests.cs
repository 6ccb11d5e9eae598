using FsCheck;
using FsCheck.Xunit;
using MarlRec.Data;

namespace MarlRec.Tests.Data;

public class InteractionLogTests
{
    private static InteractionLog Log((byte User, byte Item, sbyte Time)[] events)
    {
        var builder = new InteractionLog.Builder();
        foreach (var (user, item, time) in events) builder.Add($"u{user % 5}", $"i{item % 7}", EventKind.View, 1f, time % 4);
        return builder.Build();
    }

    [Property(MaxTest = 200)]
    public bool History_is_a_stable_sort_by_time((byte, byte, sbyte)[] events)
    {
        var log = Log(events);
        var rows = Enumerable.Range(0, log.Count).Select(row => (Row: row, Event: log[row])).ToArray();
        for (var user = 0; user < log.UserCount; user++)
        {
            var own = rows.Where(r => r.Event.User == log.UserIds[user]).OrderBy(r => r.Event.Timestamp).ToArray(); // OrderBy is stable
            if (!log.HistoryRows(user).SequenceEqual(own.Select(r => r.Row).ToArray())) return false;
            if (!log.History(user).SequenceEqual(own.Select(r => log.ItemIds.IndexOf(r.Event.Item)).ToArray())) return false;
        }

        return true;
    }

    [Property(MaxTest = 100)]
    public bool Select_keeps_events_and_shares_maps((byte, byte, sbyte)[] events)
    {
        var log = Log(events);
        var rows = Enumerable.Range(0, log.Count).Reverse().Where(row => row % 3 != 1).ToArray();
        var part = log.Select(rows);
        return ReferenceEquals(part.UserIds, log.UserIds) && ReferenceEquals(part.ItemIds, log.ItemIds)
            && part.Count == rows.Length && rows.Select((row, i) => log[row] == part[i]).All(same => same);
    }

    [Fact]
    public void Columns_hold_what_was_added()
    {
        var given = new Interaction("ann", "dune", EventKind.Rating, 4.5f, -7);
        var log = new InteractionLog.Builder().Add(given).Add("bob", "dune", EventKind.Skip).Build();
        Assert.Equal(given, log[0]);
        Assert.Equal([0, 1], log.Users.ToArray());
        Assert.Equal([0, 0], log.Items.ToArray());
        Assert.Equal([EventKind.Rating, EventKind.Skip], log.Kinds.ToArray());
        Assert.Equal([4.5f, 1f], log.Values.ToArray());
        Assert.Equal([-7L, 0L], log.Timestamps.ToArray());
        Assert.True(log.UserIds.IsFrozen && log.ItemIds.IsFrozen);
    }

    [Fact]
    public void A_shared_map_that_grows_later_adds_users_without_events()
    {
        var users = new IdMap();
        var first = new InteractionLog.Builder(users).Add("a", "x").Build();
        var second = new InteractionLog.Builder(users, first.ItemIds).Add("b", "x").Build();
        Assert.Equal(2, first.UserCount);
        Assert.True(first.History(1).IsEmpty);
        Assert.Equal([0], second.History(1).ToArray());
        Assert.Throws<InvalidOperationException>(() => new InteractionLog.Builder(users, first.ItemIds).Add("b", "new"));
    }

    [Fact]
    public void An_empty_log_is_a_log()
    {
        var log = new InteractionLog.Builder().Build();
        Assert.Equal((0, 0, 0), (log.Count, log.UserCount, log.ItemCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.History(0));
        Assert.Equal(0, log.Select([]).Count);
    }

    [Theory]
    [InlineData("", "i", EventKind.Click, 1f)]
    [InlineData("u", "", EventKind.Click, 1f)]
    [InlineData("u", "i", (EventKind)99, 1f)]
    [InlineData("u", "i", (EventKind)(-1), 1f)]
    [InlineData("u", "i", EventKind.Rating, float.NaN)]
    [InlineData("u", "i", EventKind.Rating, float.PositiveInfinity)]
    public void A_bad_event_is_refused_and_changes_nothing(string user, string item, EventKind kind, float value)
    {
        var builder = new InteractionLog.Builder();
        Assert.ThrowsAny<ArgumentException>(() => builder.Add(user, item, kind, value));
        Assert.ThrowsAny<ArgumentException>(() => builder.Add(default(Interaction)));
        Assert.ThrowsAny<ArgumentException>(() => builder.AddIndexed(0, 0));
        Assert.Equal((0, 0, 0), (builder.Count, builder.UserIds.Count, builder.ItemIds.Count));
    }

    [Fact]
    public void Rows_outside_the_log_are_refused()
    {
        var log = new InteractionLog.Builder().Add("a", "x").Build();
        Assert.Throws<ArgumentOutOfRangeException>(() => log[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Select([0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.HistoryRows(-1));
    }
}

using FsCheck.Xunit;
using MarlRec.Data;
using MarlRec.Data.Splits;
using MarlRec.Execution;

namespace MarlRec.Tests.Data.Splits;

public class SplitTests
{
    // Values number the events, so that parts can be compared as sets of events.
    private static InteractionLog Log((byte User, byte Item, sbyte Time)[] events)
    {
        var builder = new InteractionLog.Builder();
        for (var i = 0; i < events.Length; i++)
            builder.Add($"u{events[i].User % 4}", $"i{events[i].Item % 9}", EventKind.Rating, i, events[i].Time % 16);
        return builder.Build();
    }

    private static DataSplit[] Splits(InteractionLog log, ulong seed)
    {
        var random = new RandomStream(seed);
        return
        [
            LeaveLastOut.Split(log), LeaveLastOut.Split(log, withValidation: false), TemporalSplit.At(log, -3, 5), TemporalSplit.ByFraction(log),
            TemporalSplit.ByFraction(log, 0, 0.3), RatioSplit.Overall(log, random, 0.2, 0.3), RatioSplit.PerUser(log, random, 0.2, 0.3),
            .. KFold.Split(log, 3, random),
        ];
    }

    [Property(MaxTest = 150)]
    public bool Every_event_is_in_one_part_and_parts_share_maps_and_order((byte, byte, sbyte)[] events)
    {
        var log = Log(events);
        return Splits(log, 1).All(split =>
        {
            InteractionLog[] parts = [split.Train, split.Validation, split.Test];
            var union = parts.SelectMany(part => part.Values.ToArray()).Order().ToArray();
            return union.SequenceEqual(log.Values.ToArray())
                && parts.All(part => ReferenceEquals(part.UserIds, log.UserIds) && ReferenceEquals(part.ItemIds, log.ItemIds))
                && parts.All(part => part.Values.ToArray().SequenceEqual(part.Values.ToArray().Order()))
                && parts.All(part => Enumerable.Range(0, part.Count).All(row => part[row] == log[(int)part.Values[row]]));
        });
    }

    [Property(MaxTest = 150)]
    public bool The_same_seed_gives_the_same_split((byte, byte, sbyte)[] events, ulong seed)
    {
        var log = Log(events);
        return Splits(log, seed).Zip(Splits(log, seed)).All(pair =>
            pair.First.Train.Values.SequenceEqual(pair.Second.Train.Values) && pair.First.Test.Values.SequenceEqual(pair.Second.Test.Values));
    }

    [Property(MaxTest = 150)]
    public bool Leave_last_out_takes_each_users_last_events((byte, byte, sbyte)[] events)
    {
        var log = Log(events);
        var split = LeaveLastOut.Split(log);
        for (var user = 0; user < log.UserCount; user++)
        {
            var history = log.History(user).ToArray();
            int[] held = [split.Validation.History(user).Length, split.Test.History(user).Length];
            if (!held.SequenceEqual(history.Length switch { 0 or 1 => [0, 0], 2 => [0, 1], _ => new[] { 1, 1 } })) return false;
            int[] joined = [.. split.Train.History(user), .. split.Validation.History(user), .. split.Test.History(user)];
            if (!joined.SequenceEqual(history)) return false;
            if (!NoLeak(split.Train, split.Validation, user) || !NoLeak(split.Train, split.Test, user) || !NoLeak(split.Validation, split.Test, user)) return false;
        }

        return true;

        static bool NoLeak(InteractionLog earlier, InteractionLog later, int user)
        {
            var (first, second) = (Times(earlier, user), Times(later, user));
            return first.Length == 0 || second.Length == 0 || first.Max() <= second.Min();
        }

        static long[] Times(InteractionLog log, int user) => [.. log.HistoryRows(user).ToArray().Select(row => log.Timestamps[row])];
    }

    [Property(MaxTest = 150)]
    public bool Temporal_parts_do_not_overlap_in_time((byte, byte, sbyte)[] events)
    {
        var log = Log(events);
        foreach (var split in new[] { TemporalSplit.At(log, -3, 5), TemporalSplit.ByFraction(log, 0.2, 0.2) })
        {
            long[][] times = [split.Train.Timestamps.ToArray(), split.Validation.Timestamps.ToArray(), split.Test.Timestamps.ToArray()];
            for (var earlier = 0; earlier < 3; earlier++)
                for (var later = earlier + 1; later < 3; later++)
                    if (times[earlier].Length > 0 && times[later].Length > 0 && times[earlier].Max() >= times[later].Min()) return false;
        }

        return true;
    }

    [Fact]
    public void Shares_are_what_was_asked_for()
    {
        var builder = new InteractionLog.Builder();
        for (var i = 0; i < 200; i++) builder.Add($"u{i % 10}", $"i{i}", EventKind.Click, 1, i);
        var log = builder.Build();
        var random = new RandomStream(7);
        foreach (var split in new[] { TemporalSplit.ByFraction(log, 0.1, 0.2), RatioSplit.Overall(log, random, 0.1, 0.2), RatioSplit.PerUser(log, random, 0.1, 0.2) })
            Assert.Equal((140, 20, 40), (split.Train.Count, split.Validation.Count, split.Test.Count));
        var perUser = RatioSplit.PerUser(log, random, 0.1, 0.2);
        for (var user = 0; user < log.UserCount; user++) Assert.Equal(14, perUser.Train.History(user).Length);
        Assert.Equal([67, 67, 66], KFold.Split(log, 3, random).Select(split => split.Test.Count));
        Assert.NotEqual(RatioSplit.Overall(log, new RandomStream(8)).Test.Items.ToArray(), RatioSplit.Overall(log, random).Test.Items.ToArray());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var log = new InteractionLog.Builder().Add("a", "x").Build();
        var random = new RandomStream(1);
        Assert.Throws<ArgumentNullException>(() => LeaveLastOut.Split(null!));
        Assert.Throws<ArgumentNullException>(() => TemporalSplit.At(null!, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TemporalSplit.At(log, 2, 1));
        Assert.Equal("validationFraction", Assert.Throws<ArgumentOutOfRangeException>(() => TemporalSplit.ByFraction(log, -0.1)).ParamName);
        Assert.Equal("testFraction", Assert.Throws<ArgumentOutOfRangeException>(() => TemporalSplit.ByFraction(log, 0, double.NaN)).ParamName);
        Assert.Equal("testFraction", Assert.Throws<ArgumentOutOfRangeException>(() => RatioSplit.PerUser(log, random, 0.5, 0.5)).ParamName);
        Assert.Throws<ArgumentNullException>(() => RatioSplit.Overall(log, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => KFold.Split(log, 1, random));
        var other = new InteractionLog.Builder().Add("a", "x").Build();
        Assert.Equal("test", Assert.Throws<ArgumentException>(() => new DataSplit(log, log, other)).ParamName);
        Assert.Throws<ArgumentNullException>(() => new DataSplit(log, null!, log));
    }
}

namespace MarlRec.Data.Readers;

/// <summary>Puts the events of a file into a log, minding ids and duplicates.</summary>
internal sealed class EventSink(RowSource rows)
{
    private readonly InteractionLog.Builder _builder = new(rows.Options.UserIds, rows.Options.ItemIds);
    private readonly HashSet<(int User, int Item, EventKind Kind, long Time)> _seen = [];

    internal void Add(ReadOnlySpan<char> user, ReadOnlySpan<char> item, EventKind kind, float value, long time)
    {
        // Both are looked at before either is added, so that an event that is left out leaves no user without events behind.
        if (!rows.IsUsable(_builder.UserIds, "user", user) || !rows.IsUsable(_builder.ItemIds, "item", item)) return;
        var (userIndex, itemIndex) = (_builder.UserIds.GetOrAdd(user), _builder.ItemIds.GetOrAdd(item));
        if (!_seen.Add((userIndex, itemIndex, kind, time)) && !rows.Duplicate($"the event of user {RowSource.Quote(user)} with item {RowSource.Quote(item)} at {time}")) return;
        _builder.AddIndexed(userIndex, itemIndex, kind, value, time);
    }

    internal LogReadResult Result() => new(_builder.Build(), rows.Report(_builder.Count));
}

namespace MarlRec.Data.Readers;

/// <summary>Puts the events of a file into a log, minding ids and duplicates.</summary>
internal sealed class EventSink(RowSource rows)
{
    private readonly InteractionLog.Builder _builder = new(rows.Options.UserIds, rows.Options.ItemIds);
    private readonly HashSet<(int User, int Item, EventKind Kind, long Time)> _seen = [];

    internal void Add(ReadOnlySpan<char> user, ReadOnlySpan<char> item, EventKind kind, float value, long time)
    {
        if (!rows.TryIndex(_builder.UserIds, "user", user, out var userIndex) || !rows.TryIndex(_builder.ItemIds, "item", item, out var itemIndex)) return;
        if (!_seen.Add((userIndex, itemIndex, kind, time)) && !rows.Duplicate($"the event of user {RowSource.Quote(user)} with item {RowSource.Quote(item)} at {time}")) return;
        _builder.AddIndexed(userIndex, itemIndex, kind, value, time);
    }

    internal LogReadResult Result() => new(_builder.Build(), rows.Report(_builder.Count));
}

namespace MarlRec.Data.Readers;

/// <summary>Puts sequences into a log: an event's time is its place in its user's sequence, so that no two are duplicates.</summary>
internal sealed class SequenceSink(RowSource rows, EventKind kind, string? unknownMarker)
{
    private readonly InteractionLog.Builder _builder = new(rows.Options.UserIds, rows.Options.ItemIds);
    private readonly List<int> _lengths = [];
    private int _user;

    internal int Count => _builder.Count;

    internal IdMap UserIds => _builder.UserIds;

    internal IdMap ItemIds => _builder.ItemIds;

    /// <summary>The place after the current user's last event.</summary>
    internal int Length => _lengths[_user];

    /// <summary>The current user's index.</summary>
    internal int User => _user;

    /// <summary>Goes on with a user's sequence.</summary>
    /// <returns>False when the user is to be left out.</returns>
    internal bool StartUser(ReadOnlySpan<char> user)
    {
        if (!rows.IsUsable(_builder.UserIds, "user", user)) return false;
        _user = _builder.UserIds.GetOrAdd(user);
        while (_lengths.Count <= _user) _lengths.Add(0);
        return true;
    }

    /// <summary>Adds the next item of the current user.</summary>
    internal void Add(ReadOnlySpan<char> item)
    {
        var place = _lengths[_user]++;
        if (item.SequenceEqual(unknownMarker) && unknownMarker is not null) rows.Unknown("item", item);
        else if (rows.IsUsable(_builder.ItemIds, "item", item)) _builder.AddIndexed(_user, _builder.ItemIds.GetOrAdd(item), kind, 1f, place);
    }

    internal InteractionLog Build() => _builder.Build();

    internal LogReadResult Result() => new(Build(), rows.Report(Count));
}

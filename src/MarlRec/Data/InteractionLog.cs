namespace MarlRec.Data;

/// <summary>Many events, held in columns: user index, item index, kind, value and timestamp, in the order in which they were added.</summary>
/// <remarks>
/// <para>Each user's events are also indexed in time order (compressed rows, built once): see <see cref="History"/>.</para>
/// <para>Thread safety: <em>immutable</em>, given that its id maps are frozen (they are, unless the builder was given growing ones).</para>
/// </remarks>
public sealed partial class InteractionLog
{
    private readonly int[] _users;
    private readonly int[] _items;
    private readonly EventKind[] _kinds;
    private readonly float[] _values;
    private readonly long[] _timestamps;
    private readonly UserIndex _index;

    private InteractionLog(IdMap userIds, IdMap itemIds, int[] users, int[] items, EventKind[] kinds, float[] values, long[] timestamps)
    {
        UserIds = userIds;
        ItemIds = itemIds;
        _users = users;
        _items = items;
        _kinds = kinds;
        _values = values;
        _timestamps = timestamps;
        _index = UserIndex.Build(userIds.Count, users, items, timestamps);
    }

    /// <summary>User ids and indices. Logs of one split share it.</summary>
    public IdMap UserIds { get; }

    /// <summary>Item ids and indices. Logs of one split share it.</summary>
    public IdMap ItemIds { get; }

    /// <summary>The number of users in <see cref="UserIds"/>; some may have no event in this log.</summary>
    public int UserCount => UserIds.Count;

    /// <summary>The number of items in <see cref="ItemIds"/>; some may have no event in this log.</summary>
    public int ItemCount => ItemIds.Count;

    /// <summary>The number of events.</summary>
    public int Count => _users.Length;

    /// <summary>The user index of each event, [Count].</summary>
    public ReadOnlySpan<int> Users => _users;

    /// <summary>The item index of each event, [Count].</summary>
    public ReadOnlySpan<int> Items => _items;

    /// <summary>The kind of each event, [Count].</summary>
    public ReadOnlySpan<EventKind> Kinds => _kinds;

    /// <summary>The value of each event, [Count], finite.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The time of each event, [Count].</summary>
    public ReadOnlySpan<long> Timestamps => _timestamps;

    /// <summary>One event with its string ids.</summary>
    /// <param name="row">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is outside the range.</exception>
    public Interaction this[int row]
    {
        get
        {
            if ((uint)row >= (uint)_users.Length) throw new ArgumentOutOfRangeException(nameof(row), row, $"row must be in [0, {_users.Length}).");
            return new Interaction(UserIds[_users[row]], ItemIds[_items[row]], _kinds[row], _values[row], _timestamps[row]);
        }
    }

    /// <summary>A user's items in time order; events of equal time keep the order in which they were added.</summary>
    /// <param name="user">In [0, <see cref="UserCount"/>).</param>
    /// <returns>Item indices; empty for a user without events.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is outside the range.</exception>
    public ReadOnlySpan<int> History(int user) => _index.Items(CheckedUser(user));

    /// <summary>The row numbers of a user's events, in the order of <see cref="History"/>.</summary>
    /// <param name="user">In [0, <see cref="UserCount"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is outside the range.</exception>
    public ReadOnlySpan<int> HistoryRows(int user) => _index.Rows(CheckedUser(user));

    /// <summary>The events of the given rows, in the given order, as a log that shares this log's id maps.</summary>
    /// <param name="rows">Each in [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is outside the range.</exception>
    public InteractionLog Select(ReadOnlySpan<int> rows)
    {
        var (users, items, kinds) = (new int[rows.Length], new int[rows.Length], new EventKind[rows.Length]);
        var (values, timestamps) = (new float[rows.Length], new long[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            if ((uint)row >= (uint)_users.Length)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"rows[{i}] is {row}, but rows must be in [0, {_users.Length}).");
            users[i] = _users[row];
            items[i] = _items[row];
            kinds[i] = _kinds[row];
            values[i] = _values[row];
            timestamps[i] = _timestamps[row];
        }

        return new InteractionLog(UserIds, ItemIds, users, items, kinds, values, timestamps);
    }

    private int CheckedUser(int user) => (uint)user < (uint)UserIds.Count
        ? user
        : throw new ArgumentOutOfRangeException(nameof(user), user, $"user must be in [0, {UserIds.Count}).");
}

namespace MarlRec.Data;

/// <summary>Rows by user in compressed form: user u owns the entries offsets[u] … offsets[u + 1] − 1, which are in time order.</summary>
internal sealed class UserIndex
{
    private readonly int[] _offsets;
    private readonly int[] _rows;
    private readonly int[] _items;

    private UserIndex(int[] offsets, int[] rows, int[] items) => (_offsets, _rows, _items) = (offsets, rows, items);

    internal static UserIndex Build(int userCount, int[] users, int[] items, long[] timestamps)
    {
        var offsets = new int[userCount + 1];
        foreach (var user in users) offsets[user + 1]++;
        for (var user = 0; user < userCount; user++) offsets[user + 1] += offsets[user];

        // A counting sort keeps the order of addition within a user.
        var rows = new int[users.Length];
        var next = offsets.AsSpan(0, userCount).ToArray();
        for (var row = 0; row < users.Length; row++) rows[next[users[row]]++] = row;

        // The row number breaks ties, which makes the unstable library sort stable.
        var byTime = new ByTime(timestamps);
        for (var user = 0; user < userCount; user++)
        {
            var own = rows.AsSpan(offsets[user]..offsets[user + 1]);
            if (!IsSorted(own, timestamps)) own.Sort(byTime);
        }

        var history = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++) history[i] = items[rows[i]];
        return new UserIndex(offsets, rows, history);
    }

    internal ReadOnlySpan<int> Rows(int user) => Slice(_rows, user);

    internal ReadOnlySpan<int> Items(int user) => Slice(_items, user);

    // Users that a shared, growing map got after this index was built have no events here.
    private ReadOnlySpan<int> Slice(int[] values, int user) =>
        user < _offsets.Length - 1 ? values.AsSpan(_offsets[user]..(_offsets[user + 1])) : [];

    private static bool IsSorted(ReadOnlySpan<int> rows, long[] timestamps)
    {
        for (var i = 1; i < rows.Length; i++)
            if (timestamps[rows[i - 1]] > timestamps[rows[i]]) return false;
        return true;
    }

    private readonly struct ByTime(long[] timestamps) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            var order = timestamps[x].CompareTo(timestamps[y]);
            return order != 0 ? order : x.CompareTo(y);
        }
    }
}

namespace MarlRec.Data.Readers;

/// <summary>The ids of a file in which each may be there once.</summary>
internal sealed class ProfileIds(RowSource rows, int column, string what)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    internal int Column => column;

    /// <summary>The id of the current row, or null when it is empty or was there before.</summary>
    internal string? TryAdd()
    {
        if (rows[column].IsEmpty)
        {
            rows.Reject($"the {what} is empty; expected an id");
            return null;
        }

        var id = rows[column].ToString();
        if (_ids.Add(id)) return id;
        rows.Duplicate($"the {what} {RowSource.Quote(id)}");
        return null;
    }
}

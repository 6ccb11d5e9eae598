namespace MarlRec.Data.Readers;

/// <summary>Which columns of an atomic file mean what.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record AtomicFormat
{
    /// <summary>The names that RecBole's own data sets use.</summary>
    public static AtomicFormat Default { get; } = new();

    /// <summary>The column (token) with the user's id; "user_id" by default.</summary>
    public string UserColumn { get; init; } = "user_id";

    /// <summary>The column (token) with the item's id, or the next item's in a file of histories; "item_id" by default.</summary>
    public string ItemColumn { get; init; } = "item_id";

    /// <summary>The column with the rating; "rating" by default. A file without it holds events of <see cref="Kind"/>.</summary>
    public string RatingColumn { get; init; } = "rating";

    /// <summary>The column with the time; "timestamp" by default. In a file without it every time is 0, so that histories keep the order of the file.</summary>
    public string TimestampColumn { get; init; } = "timestamp";

    /// <summary>The column (token_seq) with the items before the next one, in time order; "item_id_list" by default.</summary>
    public string HistoryColumn { get; init; } = "item_id_list";

    /// <summary>What an event without a rating is; <see cref="EventKind.Click"/> by default.</summary>
    public EventKind Kind { get; init; } = EventKind.Click;

    /// <summary>The columns of an item file that are text rather than attributes, in the order in which they are joined, a line each; by default title, movie_title, name
    /// and description.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = ["title", "movie_title", "name", "description"];

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentException">A name or list is null, or a name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not a named one.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(UserColumn);
        ArgumentException.ThrowIfNullOrEmpty(ItemColumn);
        ArgumentException.ThrowIfNullOrEmpty(RatingColumn);
        ArgumentException.ThrowIfNullOrEmpty(TimestampColumn);
        ArgumentException.ThrowIfNullOrEmpty(HistoryColumn);
        if ((uint)Kind > (uint)EventKind.Skip) throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "Kind must be one of the named event kinds.");
        ArgumentNullException.ThrowIfNull(TextColumns);
        foreach (var name in TextColumns) ArgumentException.ThrowIfNullOrEmpty(name, nameof(TextColumns));
    }
}

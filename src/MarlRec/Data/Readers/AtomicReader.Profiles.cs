namespace MarlRec.Data.Readers;

public static partial class AtomicReader
{
    /// <summary>Reads an <c>.item</c> file: text columns are joined to the item's text, float_seq columns become modality vectors, all others attributes. An empty field
    /// gives nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Which columns mean what; <see cref="AtomicFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static CatalogReadResult ReadCatalog(string path, AtomicFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var text = RowSource.Open(path);
        return ParseCatalog(text, path, format, options, cancellationToken);
    }

    /// <summary>As <see cref="ReadCatalog"/>, from a text.</summary>
    /// <param name="text">The text; the caller disposes of it.</param>
    /// <param name="source">What messages call the text.</param>
    /// <param name="format">Which columns mean what; <see cref="AtomicFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static CatalogReadResult ParseCatalog(
        TextReader text, string source, AtomicFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (columns, rows, header) = Start(text, source, format, options, cancellationToken);
        var ids = new ProfileIds(rows, header.Require(columns.ItemColumn, AtomicFieldType.Token), "item");
        var fields = new AtomicProfile(header, ids.Column, columns.TextColumns);
        var items = new List<CatalogItem>();
        while (rows.Next(header.Count))
            if (fields.TryRead(rows) && ids.TryAdd() is { } id)
                items.Add(new CatalogItem { Id = id, Text = fields.Text, Attributes = fields.Attributes, Modalities = fields.Modalities });
        return new CatalogReadResult(new ItemCatalog(items), rows.Report(items.Count));
    }

    /// <summary>Reads a <c>.user</c> file: every column but the id is an attribute. An empty field gives nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Which columns mean what; <see cref="AtomicFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static UserReadResult ReadUsers(string path, AtomicFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var text = RowSource.Open(path);
        return ParseUsers(text, path, format, options, cancellationToken);
    }

    /// <summary>As <see cref="ReadUsers"/>, from a text.</summary>
    /// <param name="text">The text; the caller disposes of it.</param>
    /// <param name="source">What messages call the text.</param>
    /// <param name="format">Which columns mean what; <see cref="AtomicFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static UserReadResult ParseUsers(
        TextReader text, string source, AtomicFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (columns, rows, header) = Start(text, source, format, options, cancellationToken);
        var ids = new ProfileIds(rows, header.Require(columns.UserColumn, AtomicFieldType.Token), "user");
        var fields = new AtomicProfile(header, ids.Column, []);
        var users = new List<UserProfile>();
        while (rows.Next(header.Count))
            if (fields.TryRead(rows) && ids.TryAdd() is { } id) users.Add(new UserProfile { Id = id, Attributes = fields.Attributes });
        return new UserReadResult(users.AsReadOnly(), rows.Report(users.Count));
    }
}

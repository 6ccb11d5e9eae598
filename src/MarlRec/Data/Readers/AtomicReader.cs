namespace MarlRec.Data.Readers;

/// <summary>Reads RecBole's atomic files: tab-separated, with a header of <c>name:type</c> fields whose type is token, token_seq (separated by spaces), float or float_seq.</summary>
/// <remarks>
/// <para>Every method throws <see cref="DataFormatException"/> at the first malformed line (strict mode) or at a bad header (either mode),
/// <see cref="ArgumentException"/> for a null or empty path and a format or options out of range, <see cref="IOException"/> when the file is missing or cannot be
/// read, and <see cref="OperationCanceledException"/>.</para>
/// <para>Thread safety: <em>thread-safe</em>.</para>
/// </remarks>
public static partial class AtomicReader
{
    /// <summary>Reads the events of an <c>.inter</c> file, in file order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Which columns mean what; <see cref="AtomicFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static LogReadResult ReadInteractions(string path, AtomicFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var text = RowSource.Open(path);
        return ParseInteractions(text, path, format, options, cancellationToken);
    }

    /// <summary>As <see cref="ReadInteractions"/>, from a text.</summary>
    /// <param name="text">The text; the caller disposes of it.</param>
    /// <param name="source">What messages call the text.</param>
    /// <param name="format">Which columns mean what; <see cref="AtomicFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static LogReadResult ParseInteractions(
        TextReader text, string source, AtomicFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (columns, rows, header) = Start(text, source, format, options, cancellationToken);
        var (user, item) = (header.Require(columns.UserColumn, AtomicFieldType.Token), header.Require(columns.ItemColumn, AtomicFieldType.Token));
        var rating = header.Find(columns.RatingColumn);
        return new EventTable(header.Count, user, item, rating, header.Find(columns.TimestampColumn), rating >= 0 ? EventKind.Rating : columns.Kind).Read(rows);
    }

    /// <summary>Reads an <c>.inter</c> file whose rows hold a user, the items so far and the next item.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Which columns mean what; <see cref="AtomicFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default. Growing id maps given here let the files of one split share their indices.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static HistoryReadResult ReadHistories(string path, AtomicFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var text = RowSource.Open(path);
        return ParseHistories(text, path, format, options, cancellationToken);
    }

    /// <summary>As <see cref="ReadHistories"/>, from a text.</summary>
    /// <param name="text">The text; the caller disposes of it.</param>
    /// <param name="source">What messages call the text.</param>
    /// <param name="format">Which columns mean what; <see cref="AtomicFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static HistoryReadResult ParseHistories(
        TextReader text, string source, AtomicFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (columns, rows, header) = Start(text, source, format, options, cancellationToken);
        var user = header.Require(columns.UserColumn, AtomicFieldType.Token);
        var history = header.Require(columns.HistoryColumn, AtomicFieldType.TokenSequence);
        var next = header.Require(columns.ItemColumn, AtomicFieldType.Token);
        var histories = new SequenceSink(rows, columns.Kind, unknownMarker: null);
        var targets = new InteractionLog.Builder(histories.UserIds, histories.ItemIds);
        while (rows.Next(header.Count))
        {
            if (!histories.StartUser(rows[user])) continue;
            var rest = rows[history];
            while (SequenceReader.NextToken(ref rest, " ") is { IsEmpty: false } item) histories.Add(item);
            if (!rows.IsUsable(histories.ItemIds, "item", rows[next])) continue;
            targets.AddIndexed(histories.User, histories.ItemIds.GetOrAdd(rows[next]), columns.Kind, 1f, histories.Length);
        }

        var report = rows.Report(histories.Count + targets.Count);
        return new HistoryReadResult(histories.Build(), targets.Build(), report);
    }

    private static (AtomicFormat Columns, RowSource Rows, AtomicHeader Header) Start(
        TextReader text, string source, AtomicFormat? format, ReadOptions? options, CancellationToken cancellationToken)
    {
        format ??= AtomicFormat.Default;
        format.Validate();
        var rows = new RowSource(text, source, DelimitedFormat.PlainTsv, options, cancellationToken);
        return (format, rows, AtomicHeader.Read(rows));
    }
}

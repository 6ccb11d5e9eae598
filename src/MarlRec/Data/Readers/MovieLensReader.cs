namespace MarlRec.Data.Readers;

/// <summary>Reads the rating files of the MovieLens data sets as <see cref="EventKind.Rating"/> events.</summary>
/// <remarks>
/// <para>Every method throws <see cref="DataFormatException"/> at the first malformed line (strict mode) or at a bad header (either mode),
/// <see cref="ArgumentException"/> for a null or empty path or options out of range, <see cref="IOException"/> when the file is missing or cannot be read, and
/// <see cref="OperationCanceledException"/>.</para>
/// <para>Thread safety: <em>thread-safe</em>.</para>
/// </remarks>
public static class MovieLensReader
{
    private static readonly DelimitedFormat DoubleColon = new() { Delimiter = "::", Quoted = false };

    /// <summary>Reads <c>u.data</c> (MovieLens 100K): user, item, rating, timestamp, separated by tabs, without a header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static LogReadResult ReadUData(string path, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var text = RowSource.Open(path);
        return ParseUData(text, path, options, cancellationToken);
    }

    /// <summary>As <see cref="ReadUData"/>, from a text.</summary>
    /// <param name="text">The text; the caller disposes of it.</param>
    /// <param name="source">What messages call the text.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static LogReadResult ParseUData(TextReader text, string source, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        new EventTable(4, 0, 1, 2, 3, EventKind.Rating).Read(new RowSource(text, source, DelimitedFormat.PlainTsv, options, cancellationToken));

    /// <summary>Reads <c>ratings.dat</c> (MovieLens 1M and 10M): user::item::rating::timestamp, without a header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static LogReadResult ReadRatingsDat(string path, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var text = RowSource.Open(path);
        return ParseRatingsDat(text, path, options, cancellationToken);
    }

    /// <summary>As <see cref="ReadRatingsDat"/>, from a text.</summary>
    /// <param name="text">The text; the caller disposes of it.</param>
    /// <param name="source">What messages call the text.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static LogReadResult ParseRatingsDat(TextReader text, string source, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        new EventTable(4, 0, 1, 2, 3, EventKind.Rating).Read(new RowSource(text, source, DoubleColon, options, cancellationToken));

    /// <summary>Reads <c>ratings.csv</c> (MovieLens 20M and later): columns <c>userId, movieId, rating, timestamp</c> in any order, others are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static LogReadResult ReadRatingsCsv(string path, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var text = RowSource.Open(path);
        return ParseRatingsCsv(text, path, options, cancellationToken);
    }

    /// <summary>As <see cref="ReadRatingsCsv"/>, from a text.</summary>
    /// <param name="text">The text; the caller disposes of it.</param>
    /// <param name="source">What messages call the text.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static LogReadResult ParseRatingsCsv(TextReader text, string source, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        const string expected = "the columns userId, movieId, rating and timestamp";
        var rows = new RowSource(text, source, DelimitedFormat.Csv, options, cancellationToken);
        var header = rows.ReadHeader(expected);
        return new EventTable(header.Length, Column("userId"), Column("movieId"), Column("rating"), Column("timestamp"), EventKind.Rating).Read(rows);

        int Column(string name)
        {
            var index = Array.IndexOf(header, name);
            return index >= 0 ? index : throw rows.HeaderProblem($"there is no column \"{name}\"; expected {expected}");
        }
    }
}

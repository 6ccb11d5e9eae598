namespace MarlRec.Data.Readers;

/// <summary>Reads files with a user a line: the user's id, then item ids in time order. An event's timestamp is its place in the line, from 0.</summary>
/// <remarks>A user without items is kept as a user. A user on a second line goes on where the first line ended. Thread safety: <em>thread-safe</em>.</remarks>
public static class SequenceReader
{
    private static readonly DelimitedFormat Lines = new() { Delimiter = "", Quoted = false };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is written; <see cref="SequenceFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">The path is null or empty, or the format or options are not valid.</exception>
    /// <exception cref="DataFormatException">A line is malformed (strict mode).</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LogReadResult Read(string path, SequenceFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var text = RowSource.Open(path);
        return Parse(text, path, format, options, cancellationToken);
    }

    /// <summary>As <see cref="Read"/>, from a text.</summary>
    /// <param name="text">The text; the caller disposes of it.</param>
    /// <param name="source">What messages call the text.</param>
    /// <param name="format">How it is written; <see cref="SequenceFormat.Default"/> by default.</param>
    /// <param name="options">How bad lines are treated; strict by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">An argument is null, or the format or options are not valid.</exception>
    /// <exception cref="DataFormatException">A line is malformed (strict mode).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LogReadResult Parse(TextReader text, string source, SequenceFormat? format = null, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        format ??= SequenceFormat.Default;
        format.Validate();
        var rows = new RowSource(text, source, Lines, options, cancellationToken);
        var sink = new SequenceSink(rows, format.Kind, format.UnknownMarker);
        while (rows.Next())
        {
            var rest = rows[0];
            var user = NextToken(ref rest, format.Separators);
            if (user.IsEmpty)
            {
                rows.Reject("the line holds no id; expected a user id and item ids");
                continue;
            }

            if (!sink.StartUser(user)) continue;
            while (NextToken(ref rest, format.Separators) is { IsEmpty: false } item) sink.Add(item);
        }

        return sink.Result();
    }

    /// <summary>Cuts the first run of other characters off a text; empty at its end.</summary>
    internal static ReadOnlySpan<char> NextToken(ref ReadOnlySpan<char> rest, ReadOnlySpan<char> separators)
    {
        var start = rest.IndexOfAnyExcept(separators);
        if (start < 0) return rest = [];
        rest = rest[start..];
        var end = rest.IndexOfAny(separators);
        var token = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[end..];
        return token;
    }
}

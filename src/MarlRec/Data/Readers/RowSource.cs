namespace MarlRec.Data.Readers;

/// <summary>The well-formed rows of a file, the count of the others, and the report about all of them.</summary>
internal sealed class RowSource
{
    private const int RowsBetweenCancellationChecks = 1024;

    private readonly DelimitedReader _reader;
    private readonly string _source;
    private readonly CancellationToken _cancellationToken;
    private readonly List<ReadIssue> _issues = [];
    private long _rows, _duplicates, _unknownIds, _malformed;

    internal RowSource(TextReader text, string source, DelimitedFormat format, ReadOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        Options = options ?? ReadOptions.Strict;
        Options.Validate();
        // A format without delimiters is one field a line, which is as long as a record may be.
        var fieldLength = format.Delimiter.Length == 0 ? Options.MaximumRecordLength : Options.MaximumFieldLength;
        _reader = new DelimitedReader(text, format with { MaximumFieldLength = fieldLength, MaximumRecordLength = Options.MaximumRecordLength });
        _source = source;
        _cancellationToken = cancellationToken;
    }

    internal ReadOptions Options { get; }

    internal int FieldCount => _reader.FieldCount;

    internal ReadOnlySpan<char> this[int field] => _reader[field];

    internal static StreamReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new StreamReader(path, System.Text.Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
    }

    /// <summary>Reads the header, without which nothing else makes sense: a bad one throws in either mode.</summary>
    internal string[] ReadHeader(string expected)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (!_reader.Read()) throw new DataFormatException(_source, 1, $"the file is empty; expected {expected}");
        if (_reader.Error is { } error) throw HeaderProblem(error);
        var names = new string[_reader.FieldCount];
        for (var i = 0; i < names.Length; i++) names[i] = _reader[i].ToString();
        return names;
    }

    internal DataFormatException HeaderProblem(string problem) => new(_source, _reader.LineNumber, problem);

    /// <summary>Goes to the next row that is well-formed and, if wanted, has the given number of fields.</summary>
    internal bool Next(int fieldCount = 0)
    {
        while (true)
        {
            if (_rows % RowsBetweenCancellationChecks == 0) _cancellationToken.ThrowIfCancellationRequested();
            if (!_reader.Read()) return false;
            _rows++;
            if (_reader.Error is { } error) Reject(error);
            else if (fieldCount > 0 && _reader.FieldCount != fieldCount) Reject($"the record has {_reader.FieldCount} fields; expected {fieldCount}");
            else if (_reader.Characters.Contains('\uFFFD')) Reject("the text is not valid UTF-8, or holds the replacement character U+FFFD; expected UTF-8");
            else return true;
        }
    }

    /// <summary>Counts the current row as malformed, or throws.</summary>
    internal void Reject(string problem)
    {
        if (Options.Mode == ReadMode.Strict) throw new DataFormatException(_source, _reader.LineNumber, problem);
        _malformed++;
        Note(ReadIssueKind.Malformed, problem);
    }

    /// <summary>Counts a duplicate.</summary>
    /// <returns>Whether it is to be kept.</returns>
    internal bool Duplicate(string what)
    {
        if (Options.Duplicates == DuplicatePolicy.Reject)
        {
            Reject($"{what} is there twice; expected it once");
            return false;
        }

        _duplicates++;
        if (_issues.Count < Options.MaximumIssues) Note(ReadIssueKind.Duplicate, $"{what} is there twice");
        return Options.Duplicates == DuplicatePolicy.Keep;
    }

    /// <summary>Counts an unknown id.</summary>
    internal void Unknown(string what, ReadOnlySpan<char> id)
    {
        if (Options.UnknownIds == UnknownIdPolicy.Reject)
        {
            Reject($"the {what} {Quote(id)} is not known; expected a known id");
            return;
        }

        _unknownIds++;
        if (_issues.Count < Options.MaximumIssues) Note(ReadIssueKind.UnknownId, $"the {what} {Quote(id)} is not known");
    }

    /// <summary>Whether an id is in a map or can be added to it; an empty or unknown one is counted.</summary>
    internal bool IsUsable(IdMap ids, string what, ReadOnlySpan<char> id)
    {
        if (id.IsEmpty) Reject($"the {what} is empty; expected an id");
        else if (ids.IsFrozen && !ids.Contains(id)) Unknown(what, id);
        else return true;
        return false;
    }

    internal ReadReport Report(long kept) => new()
    {
        Source = _source,
        Rows = _rows,
        Kept = kept,
        Duplicates = _duplicates,
        UnknownIds = _unknownIds,
        Malformed = _malformed,
        Issues = _issues.AsReadOnly(),
    };

    /// <summary>A value in quotes, short and on one line, for messages.</summary>
    internal static string Quote(ReadOnlySpan<char> value)
    {
        const int most = 40;
        Span<char> shown = stackalloc char[most];
        var length = Math.Min(value.Length, most);
        for (var i = 0; i < length; i++) shown[i] = char.IsControl(value[i]) ? '?' : value[i];
        return $"\"{shown[..length]}{(value.Length > most ? "…" : "")}\"";
    }

    private void Note(ReadIssueKind kind, string problem)
    {
        if (_issues.Count < Options.MaximumIssues) _issues.Add(new ReadIssue(_reader.LineNumber, kind, problem));
    }
}

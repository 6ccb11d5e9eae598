namespace MarlRec.Data.Readers;

/// <summary>Reads delimited text record by record without keeping more than one: RFC 4180 with any delimiter of one or two characters.</summary>
/// <remarks>
/// <para>CR LF, LF and CR end a line; empty lines are skipped; a byte-order mark is skipped. Good records cost no allocation once the buffers have grown.</para>
/// <para>A malformed record (an open quote, text after a closing quote, a length over the limits) is returned with <see cref="Error"/> set and no fields; the rest of its
/// physical line is skipped and reading goes on with the next one.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class DelimitedReader
{
    private readonly CharacterSource _source;
    private readonly DelimitedFormat _format;
    private readonly char _first;
    private char[] _record = new char[256];
    private int[] _ends = new int[16];
    private int _length, _fieldStart;

    /// <summary>A reader at the start of a text.</summary>
    /// <param name="text">The text; the caller disposes of it.</param>
    /// <param name="format">How records and fields are cut.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The format is not valid.</exception>
    public DelimitedReader(TextReader text, DelimitedFormat format)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(format);
        format.Validate();
        _source = new CharacterSource(text);
        _format = format;
        _first = format.Delimiter.Length > 0 ? format.Delimiter[0] : '\n';
    }

    private enum FieldEnd
    {
        Delimiter,
        Record,
        Malformed,
    }

    /// <summary>The number of fields of the current record; 0 before the first and for a malformed one.</summary>
    public int FieldCount { get; private set; }

    /// <summary>The physical line, from 1, on which the current record starts.</summary>
    public long LineNumber { get; private set; }

    /// <summary>What is wrong with the current record; null when it is well-formed.</summary>
    public string? Error { get; private set; }

    /// <summary>All characters of the current record's fields, without what stood between them.</summary>
    internal ReadOnlySpan<char> Characters => _record.AsSpan(0, _length);

    /// <summary>A field of the current record, without its quotes; valid until the next <see cref="Read"/>.</summary>
    /// <param name="field">In [0, <see cref="FieldCount"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="field"/> is outside the range.</exception>
    public ReadOnlySpan<char> this[int field] => (uint)field < (uint)FieldCount
        ? _record.AsSpan((field == 0 ? 0 : _ends[field - 1]).._ends[field])
        : throw new ArgumentOutOfRangeException(nameof(field), field, $"field must be in [0, {FieldCount}).");

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="IOException">The text cannot be read.</exception>
    public bool Read()
    {
        (Error, FieldCount, _length, _fieldStart) = (null, 0, 0, 0);
        if (!SkipEmptyLines()) return false;
        LineNumber = _source.Line;
        FieldEnd end;
        do
        {
            var window = _source.Window;
            end = _format.Quoted && window.Length > 0 && window[0] == '"' ? ReadQuoted() : ReadPlain();
            if (end == FieldEnd.Malformed)
            {
                (FieldCount, _length) = (0, 0);
                _source.SkipLine();
                return true;
            }

            CloseField();
        }
        while (end == FieldEnd.Delimiter);
        return true;
    }

    private bool SkipEmptyLines()
    {
        while (true)
        {
            var window = _source.Window;
            if (window.IsEmpty) return false;
            if (window[0] is not ('\r' or '\n')) return true;
            _source.SkipLineEnd();
        }
    }

    private FieldEnd ReadPlain()
    {
        while (true)
        {
            var window = _source.Window;
            if (window.IsEmpty) return FieldEnd.Record;
            var stop = window.IndexOfAny(_first, '\r', '\n');
            var text = stop < 0 ? window : window[..stop];
            if (!Append(text)) return FieldEnd.Malformed;
            _source.Skip(text.Length);
            if (stop < 0) continue;
            if (TryEndField() is { } end) return end;

            // The first half of a two-character delimiter on its own is text.
            if (!Append([_first])) return FieldEnd.Malformed;
            _source.Skip(1);
        }
    }

    private FieldEnd ReadQuoted()
    {
        var openedOn = _source.Line;
        _source.Skip(1);
        while (true)
        {
            var window = _source.Window;
            if (window.IsEmpty) return Fail($"the quoted field that starts on line {openedOn} is not closed");
            var stop = window.IndexOfAny('"', '\r', '\n');
            var text = stop < 0 ? window : window[..stop];
            if (!Append(text)) return FieldEnd.Malformed;
            _source.Skip(text.Length);
            if (stop < 0) continue;
            if (window[stop] != '"')
            {
                var first = window[stop];
                if (!Append([first])) return FieldEnd.Malformed;
                if (_source.SkipLineEnd() == 2 && !Append(['\n'])) return FieldEnd.Malformed;
            }
            else if (_source.IsSecond('"'))
            {
                if (!Append(['"'])) return FieldEnd.Malformed;
                _source.Skip(2);
            }
            else
            {
                _source.Skip(1);
                if (_source.Window.IsEmpty) return FieldEnd.Record;
                return TryEndField() ?? Fail("text follows a closing quote; expected a delimiter or the end of the line");
            }
        }
    }

    /// <summary>Skips a delimiter or line end that comes next and says which; null when neither does. Not at the end of the text.</summary>
    private FieldEnd? TryEndField()
    {
        var next = _source.Window[0];
        if (next is '\r' or '\n')
        {
            _source.SkipLineEnd();
            return FieldEnd.Record;
        }

        if (next != _first || (_format.Delimiter.Length == 2 && !_source.IsSecond(_format.Delimiter[1]))) return null;
        _source.Skip(_format.Delimiter.Length);
        return FieldEnd.Delimiter;
    }

    private bool Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _format.MaximumFieldLength - (_length - _fieldStart))
        {
            Fail($"a field is longer than {_format.MaximumFieldLength} characters");
            return false;
        }

        if (text.Length > _format.MaximumRecordLength - _length)
        {
            Fail($"the record is longer than {_format.MaximumRecordLength} characters");
            return false;
        }

        if (text.Length > _record.Length - _length) Array.Resize(ref _record, Math.Max(_record.Length * 2, _length + text.Length));
        text.CopyTo(_record.AsSpan(_length));
        _length += text.Length;
        return true;
    }

    private void CloseField()
    {
        if (FieldCount == _ends.Length) Array.Resize(ref _ends, _ends.Length * 2);
        _ends[FieldCount++] = _length;
        _fieldStart = _length;
    }

    private FieldEnd Fail(string error)
    {
        Error = error;
        return FieldEnd.Malformed;
    }
}

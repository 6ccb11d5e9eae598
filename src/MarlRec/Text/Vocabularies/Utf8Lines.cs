namespace MarlRec.Text.Vocabularies;

/// <summary>Walks over lines ended by LF, CR LF or CR; a last line without an end counts, nothing after a last end does not.</summary>
internal ref struct Utf8Lines(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _next;

    /// <summary>Where the line begins.</summary>
    internal int Start { get; private set; }

    internal int Length { get; private set; }

    /// <summary>The line's number, from 1.</summary>
    internal int Number { get; private set; }

    internal readonly ReadOnlySpan<byte> Line => _text.Slice(Start, Length);

    internal bool MoveNext()
    {
        if (_next >= _text.Length) return false;
        Start = _next;
        Length = LengthAt(_text, Start);
        _next += Length;
        if (_next < _text.Length) _next += _text[_next] == '\r' && _next + 1 < _text.Length && _text[_next + 1] == '\n' ? 2 : 1;
        Number++;
        return true;
    }

    /// <summary>How many bytes stand between a place and the end of its line.</summary>
    internal static int LengthAt(ReadOnlySpan<byte> text, int start)
    {
        var length = text[start..].IndexOfAny((byte)'\r', (byte)'\n');
        return length < 0 ? text.Length - start : length;
    }
}

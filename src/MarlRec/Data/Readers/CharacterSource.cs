namespace MarlRec.Data.Readers;

/// <summary>A window over a text reader that can look one character ahead and counts physical lines.</summary>
internal sealed class CharacterSource
{
    private readonly TextReader _text;
    private readonly char[] _buffer = new char[16 * 1024];
    private int _start, _end;
    private bool _atStart = true, _atEnd;

    internal CharacterSource(TextReader text) => _text = text;

    /// <summary>The number of the physical line that the next character is on, from 1.</summary>
    internal long Line { get; private set; } = 1;

    /// <summary>What is at hand without reading on; empty only at the end of the text.</summary>
    internal ReadOnlySpan<char> Window
    {
        get
        {
            if (_start == _end) Fill();
            return _buffer.AsSpan(_start.._end);
        }
    }

    /// <summary>Whether the character after the next one is <paramref name="value"/>.</summary>
    internal bool IsSecond(char value)
    {
        if (_end - _start < 2) Fill();
        return _end - _start >= 2 && _buffer[_start + 1] == value;
    }

    internal void Skip(int count) => _start += count;

    /// <summary>Skips the line end that comes next: CR LF, LF or CR.</summary>
    /// <returns>Its length.</returns>
    internal int SkipLineEnd()
    {
        var length = _buffer[_start] == '\r' && IsSecond('\n') ? 2 : 1;
        _start += length;
        Line++;
        return length;
    }

    /// <summary>Skips everything up to and with the next line end.</summary>
    internal void SkipLine()
    {
        while (true)
        {
            var window = Window;
            if (window.IsEmpty) return;
            var end = window.IndexOfAny('\r', '\n');
            if (end >= 0)
            {
                Skip(end);
                SkipLineEnd();
                return;
            }

            Skip(window.Length);
        }
    }

    private void Fill()
    {
        if (_atEnd) return;
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = _text.Read(_buffer.AsSpan(_end));
        _atEnd = read == 0;
        _end += read;
        if (!_atStart || _atEnd) return;
        _atStart = false;
        if (_buffer[0] != '\uFEFF') return;
        _start = 1;
        if (_start == _end) Fill();
    }
}

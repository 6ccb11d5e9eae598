using System.Text;

namespace MarlRec.Text;

/// <summary>Walks over the words of a text without allocating. The rules are those of <see cref="WordPreTokenizer"/>.</summary>
internal ref struct WordScanner
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    internal WordScanner(ReadOnlySpan<char> text) => _text = text;

    internal int Start { get; private set; }

    internal int Length { get; private set; }

    internal readonly ReadOnlySpan<char> Word => _text.Slice(Start, Length);

    internal bool MoveNext()
    {
        while (_position < _text.Length)
        {
            var rune = RuneAt(_position, out var width);
            Start = _position;
            _position += width;
            if (!Characters.StartsWord(rune)) continue;
            _position = Characters.IsUnspaced(rune) ? EndOfMarks(_position) : EndOfRun(_position);
            Length = LengthWithoutPossessive(_text[Start.._position]);
            return true;
        }

        return false;
    }

    private readonly Rune RuneAt(int index, out int width)
    {
        Rune.DecodeFromUtf16(_text[index..], out var rune, out width);
        return rune;
    }

    private readonly int EndOfMarks(int end)
    {
        while (end < _text.Length && Characters.IsMark(RuneAt(end, out var width))) end += width;
        return end;
    }

    private readonly int EndOfRun(int end)
    {
        while (end < _text.Length)
        {
            var rune = RuneAt(end, out var width);
            if ((Characters.StartsWord(rune) && !Characters.IsUnspaced(rune)) || Characters.IsMark(rune)) end += width;
            else if (Joins(end)) end++;
            else break;
        }

        return end;
    }

    // Only called right after a word character, so index - 1 exists.
    private readonly bool Joins(int index)
    {
        if (index + 1 >= _text.Length) return false;
        var next = RuneAt(index + 1, out _);
        if (Characters.IsApostrophe(_text[index])) return Rune.IsLetter(next) && !Characters.IsUnspaced(next) && !char.IsDigit(_text[index - 1]);
        return _text[index] is '.' or ',' && char.IsAsciiDigit(_text[index - 1]) && next.IsAscii && Rune.IsDigit(next);
    }

    private static int LengthWithoutPossessive(ReadOnlySpan<char> word) =>
        word.Length > 2 && word[^1] is 's' or 'S' && Characters.IsApostrophe(word[^2]) ? word.Length - 2 : word.Length;
}

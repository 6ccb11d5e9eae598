using System.Buffers;

namespace MarlRec.Text.Words;

/// <summary>
/// A text that rules rewrite one after another, in which every character remembers the place in the original that it came from. A rule reads <see cref="Text"/> from left to
/// right, writes with <see cref="Keep(int)"/>, <see cref="KeepTo"/>, <see cref="Insert"/> and <see cref="Replace"/>, and ends with <see cref="Commit"/>. Kept characters keep their order, so places never fall.
/// </summary>
internal sealed class TracedText
{
    private char[] _text;
    private int[] _places;
    private int _length;
    private char[] _newText;
    private int[] _newPlaces;
    private int _newLength;
    private int _read;

    internal TracedText(ReadOnlySpan<char> original)
    {
        _text = new char[Math.Max(16, original.Length + (original.Length / 4))];
        _newText = new char[_text.Length];
        _places = new int[_text.Length];
        _newPlaces = new int[_text.Length];
        original.CopyTo(_text);
        _length = original.Length;
        for (var i = 0; i < _length; i++) _places[i] = i;
    }

    internal ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    internal int Length => _length;

    internal char this[int index] => _text[index];

    /// <summary>Where the character came from. Of an inserted space it means nothing.</summary>
    internal int Place(int index) => _places[index];

    /// <summary>Keeps the next <paramref name="count"/> characters.</summary>
    internal void Keep(int count)
    {
        Reserve(count);
        _text.AsSpan(_read, count).CopyTo(_newText.AsSpan(_newLength));
        _places.AsSpan(_read, count).CopyTo(_newPlaces.AsSpan(_newLength));
        _newLength += count;
        _read += count;
    }

    /// <summary>Keeps what stands before <paramref name="index"/> and has not been read.</summary>
    internal void KeepTo(int index) => Keep(index - _read);

    /// <summary>Writes a space.</summary>
    internal void Insert() => Write(' ', 0);

    /// <summary>Reads <paramref name="count"/> characters and writes <paramref name="mark"/> twice in their place.</summary>
    internal void Replace(int count, char mark)
    {
        Write(mark, _places[_read]);
        Write(mark, _places[_read + count - 1]);
        _read += count;
    }

    /// <summary>The rule is done; what it did not read stays. A rule that wrote nothing costs nothing.</summary>
    internal void Commit()
    {
        if (_newLength == 0) return;
        KeepTo(_length);
        CommitWithoutRest();
    }

    /// <summary>The rule is done; what it did not read goes.</summary>
    internal void CommitWithoutRest()
    {
        (_text, _newText) = (_newText, _text);
        (_places, _newPlaces) = (_newPlaces, _places);
        _length = _newLength;
        _newLength = _read = 0;
    }

    /// <summary>Puts a space before and after each of the <paramref name="marks"/>, or each run of <paramref name="width"/> equal ones.</summary>
    internal void Surround(SearchValues<char> marks, int width = 1)
    {
        for (var i = 0; i < _length;)
        {
            var skip = Text[i..].IndexOfAny(marks);
            if (skip < 0) break;
            i += skip;
            if (width == 2 && (i + 1 == _length || _text[i + 1] != _text[i]))
            {
                i++;
                continue;
            }

            SurroundNext(i, width);
            i += width;
        }

        Commit();
    }

    /// <summary>Keeps everything before <paramref name="index"/>, then the <paramref name="count"/> characters there between spaces.</summary>
    internal void SurroundNext(int index, int count)
    {
        KeepTo(index);
        Insert();
        Keep(count);
        Insert();
    }

    private void Write(char unit, int place)
    {
        Reserve(1);
        _newText[_newLength] = unit;
        _newPlaces[_newLength++] = place;
    }

    private void Reserve(int count)
    {
        if (_newText.Length - _newLength >= count) return;
        var capacity = Math.Max(_newLength + count, 2 * _newText.Length);
        Array.Resize(ref _newText, capacity);
        Array.Resize(ref _newPlaces, capacity);
    }
}

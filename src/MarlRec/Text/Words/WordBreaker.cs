using System.Text;

namespace MarlRec.Text.Words;

/// <summary>Cuts a text into the segments of Unicode Standard Annex 29, default word boundaries, rules WB1 to WB999. Every character belongs to one segment.</summary>
internal ref struct WordBreaker
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private Rune _rune;
    private int _width;
    private WordBreakClass _class;

    // The class of the last character, and of the last two that count: extending and format characters take no part in the later rules.
    private WordBreakClass _previous;
    private WordBreakClass _last;
    private WordBreakClass _beforeLast;
    private bool _oddFlag;

    internal WordBreaker(ReadOnlySpan<char> text) => _text = text;

    internal int Start { get; private set; }

    internal readonly int End => _position;

    /// <summary>The segment's first character.</summary>
    internal Rune First { get; private set; }

    /// <summary>The class of <see cref="First"/>.</summary>
    internal WordBreakClass FirstClass { get; private set; }

    /// <summary>Whether the segment holds a letter or a digit.</summary>
    internal bool IsWord { get; private set; }

    internal bool MoveNext()
    {
        if (_position == _text.Length) return false;
        Start = _position;
        Read();
        (First, FirstClass) = (_rune, _class);
        IsWord = false;
        do
        {
            IsWord |= _class is WordBreakClass.Letter or WordBreakClass.HebrewLetter or WordBreakClass.Katakana or WordBreakClass.Numeric or WordBreakClass.Unspaced;
            Take();
            if (_position == _text.Length) break;
            Read();
        }
        while (Joins());
        return true;
    }

    private static bool IsIgnored(WordBreakClass kind) => kind is WordBreakClass.Extend or WordBreakClass.Format or WordBreakClass.ZeroWidthJoiner;

    private static bool IsNewline(WordBreakClass kind) => kind is WordBreakClass.CarriageReturn or WordBreakClass.LineFeed or WordBreakClass.Newline;

    private static bool IsLetter(WordBreakClass kind) => kind is WordBreakClass.Letter or WordBreakClass.HebrewLetter;

    private static bool IsMidLetter(WordBreakClass kind) => kind is WordBreakClass.MidLetter or WordBreakClass.MidNumLet or WordBreakClass.SingleQuote;

    private static bool IsMidNumber(WordBreakClass kind) => kind is WordBreakClass.MidNum or WordBreakClass.MidNumLet or WordBreakClass.SingleQuote;

    private void Read()
    {
        Rune.DecodeFromUtf16(_text[_position..], out _rune, out _width);
        _class = WordBreakProperties.Of(_rune);
    }

    private void Take()
    {
        var counts = !IsIgnored(_class) || _position == 0 || IsNewline(_previous);
        if (counts)
        {
            _oddFlag = _class == WordBreakClass.RegionalIndicator && !(_oddFlag && _last == WordBreakClass.RegionalIndicator);
            (_beforeLast, _last) = (_last, _class);
        }

        _previous = _class;
        _position += _width;
    }

    private readonly bool Joins()
    {
        if (_previous == WordBreakClass.CarriageReturn && _class == WordBreakClass.LineFeed) return true;                       // WB3
        if (IsNewline(_previous) || IsNewline(_class)) return false;                                                            // WB3a, WB3b
        if (_previous == WordBreakClass.ZeroWidthJoiner && WordBreakProperties.IsPictograph(_rune)) return true;                // WB3c
        if (_previous == WordBreakClass.Space && _class == WordBreakClass.Space) return true;                                   // WB3d
        if (IsIgnored(_class)) return true;                                                                                     // WB4
        return JoinsLetters() || JoinsNumbers() || JoinsOthers();
    }

    private readonly bool JoinsLetters()
    {
        if (IsLetter(_last) && IsLetter(_class)) return true;                                                                   // WB5
        if (IsLetter(_last) && IsMidLetter(_class) && IsLetter(ClassAfter())) return true;                                      // WB6
        if (IsLetter(_beforeLast) && IsMidLetter(_last) && IsLetter(_class)) return true;                                       // WB7
        if (_last == WordBreakClass.HebrewLetter && _class == WordBreakClass.SingleQuote) return true;                          // WB7a
        return _last == WordBreakClass.HebrewLetter && _class == WordBreakClass.DoubleQuote
            ? ClassAfter() == WordBreakClass.HebrewLetter                                                                       // WB7b
            : _beforeLast == WordBreakClass.HebrewLetter && _last == WordBreakClass.DoubleQuote && _class == WordBreakClass.HebrewLetter; // WB7c
    }

    private readonly bool JoinsNumbers()
    {
        if (_class == WordBreakClass.Numeric && (_last == WordBreakClass.Numeric || IsLetter(_last))) return true;              // WB8, WB9
        if (_last != WordBreakClass.Numeric) return IsMidNumber(_last) && _beforeLast == WordBreakClass.Numeric && _class == WordBreakClass.Numeric; // WB11
        return IsLetter(_class) || (IsMidNumber(_class) && ClassAfter() == WordBreakClass.Numeric);                             // WB10, WB12
    }

    private readonly bool JoinsOthers() => (_last, _class) switch
    {
        (WordBreakClass.Katakana, WordBreakClass.Katakana) => true,                                                             // WB13
        (WordBreakClass.ExtendNumLet, WordBreakClass.ExtendNumLet) => true,                                                     // WB13a
        (var last, WordBreakClass.ExtendNumLet) => IsLetter(last) || last is WordBreakClass.Numeric or WordBreakClass.Katakana, // WB13a
        (WordBreakClass.ExtendNumLet, var next) => IsLetter(next) || next is WordBreakClass.Numeric or WordBreakClass.Katakana, // WB13b
        (WordBreakClass.RegionalIndicator, WordBreakClass.RegionalIndicator) => _oddFlag,                                       // WB15, WB16
        _ => false,                                                                                                             // WB999
    };

    // The class of the next character that counts. Each mark in the middle looks only over the extending characters behind it, so all looks together are linear.
    private readonly WordBreakClass ClassAfter()
    {
        for (var i = _position + _width; i < _text.Length;)
        {
            Rune.DecodeFromUtf16(_text[i..], out var rune, out var width);
            var kind = WordBreakProperties.Of(rune);
            if (!IsIgnored(kind)) return kind;
            i += width;
        }

        return WordBreakClass.Other;
    }
}

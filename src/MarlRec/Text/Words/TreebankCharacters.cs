using System.Globalization;
using System.Text;

namespace MarlRec.Text.Words;

/// <summary>White space, digits and word characters as Python's regular expressions see them, from Unicode categories.</summary>
internal static class TreebankCharacters
{
    /// <summary>Unicode's white space, and the four information separators that Python adds.</summary>
    internal static bool IsSpace(char unit) => char.IsWhiteSpace(unit) || unit is >= '\x1C' and <= '\x1F';

    internal static bool IsDigitAt(ReadOnlySpan<char> text, int index) =>
        text[index] < 128 ? char.IsAsciiDigit(text[index]) : Category(RuneAt(text, index)) == UnicodeCategory.DecimalDigitNumber;

    /// <summary>A letter, a number of any kind or an underscore. A combining mark is none.</summary>
    internal static bool IsWord(Rune rune) => rune.IsAscii
        ? Rune.IsLetterOrDigit(rune) || rune.Value == '_'
        : Rune.IsLetter(rune) || Category(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    internal static bool IsWordAt(ReadOnlySpan<char> text, int index) => index < text.Length && IsWord(RuneAt(text, index));

    internal static bool IsWordBefore(ReadOnlySpan<char> text, int index)
    {
        if (index == 0) return false;
        Rune.DecodeLastFromUtf16(text[..index], out var rune, out _);
        return IsWord(rune);
    }

    /// <summary>A lone surrogate reads as U+FFFD: no space, no digit, no word character, as in Python.</summary>
    internal static Rune RuneAt(ReadOnlySpan<char> text, int index)
    {
        Rune.DecodeFromUtf16(text[index..], out var rune, out _);
        return rune;
    }

    /// <summary>Compares with lower-case ASCII letters without regard to case. The long s and the two dots of i are the only foreign letters that match.</summary>
    internal static bool StartsWith(ReadOnlySpan<char> text, string lower)
    {
        if (text.Length < lower.Length) return false;
        for (var i = 0; i < lower.Length; i++)
            if (Fold(text[i]) != lower[i]) return false;
        return true;
    }

    internal static char Fold(char unit) => unit switch
    {
        >= 'A' and <= 'Z' => (char)(unit | 0x20),
        '\u017F' => 's',
        '\u0130' or '\u0131' => 'i',
        _ => unit,
    };

    private static UnicodeCategory Category(Rune rune) => Rune.GetUnicodeCategory(rune);
}

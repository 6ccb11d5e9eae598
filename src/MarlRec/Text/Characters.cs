using System.Globalization;
using System.Text;

namespace MarlRec.Text;

/// <summary>What a character is to MarlRec: the same answer on every host, because it rests on the runtime's own Unicode table and never on a culture.</summary>
internal static class Characters
{
    internal const char Apostrophe = '\'';

    internal static bool StartsWord(Rune rune) => rune.IsAscii ? char.IsAsciiLetterOrDigit((char)rune.Value) : Rune.IsLetterOrDigit(rune) || IsOtherNumber(rune);

    internal static bool IsMark(Rune rune) =>
        !rune.IsAscii && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Scripts written without spaces between words: Han, Hiragana, Katakana. One character is one word there.</summary>
    internal static bool IsUnspaced(Rune rune) => rune.Value switch
    {
        < 0x3005 => false,
        <= 0x3007 => true,
        >= 0x3041 and <= 0x30FF => true,
        >= 0x31F0 and <= 0x31FF => true,
        >= 0x3400 and <= 0x4DBF => true,
        >= 0x4E00 and <= 0x9FFF => true,
        >= 0xF900 and <= 0xFAFF => true,
        >= 0xFF66 and <= 0xFF9D => true,
        >= 0x20000 and <= 0x3FFFF => true,
        _ => false,
    };

    internal static bool IsApostrophe(char unit) => unit is Apostrophe or '\u2019' or '\u2018' or '\u02BC' or '\uFF07';

    /// <summary>
    /// Simple (one to one) lower case. The dotted capital I becomes a plain i. A host with an older ICU does not know the case pairs that Unicode 16 added (a few extension
    /// letters and the Garay script), so they keep their case everywhere rather than differ from host to host.
    /// </summary>
    internal static Rune ToLower(Rune rune) => rune.Value switch
    {
        0x130 => new Rune('i'),
        0x1C89 or 0xA7CB or 0xA7CC or 0xA7DA or 0xA7DC or (>= 0x10D50 and <= 0x10D65) => rune,
        _ => Rune.ToLowerInvariant(rune),
    };

    private static bool IsOtherNumber(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}

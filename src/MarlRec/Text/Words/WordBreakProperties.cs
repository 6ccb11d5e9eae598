using System.Globalization;
using System.Text;

namespace MarlRec.Text.Words;

/// <summary>
/// Word_Break and Extended_Pictographic of a character. Most of it follows from the general category, which the runtime knows on every host; the rest stands here as ranges of the
/// Unicode Character Database, version 14 with the later scripts added.
/// </summary>
internal static class WordBreakProperties
{
    // Ranges as first, last, first, last, … in rising order. In those of letters only the letters count.
    private static readonly int[] s_unspacedLetters =
    [
        0x0E01, 0x0EDF, 0x1000, 0x108E, 0x1780, 0x17DC, 0x1950, 0x19C9, 0x1A20, 0x1AA7, 0x3006, 0x3029, 0x3038, 0x303A, 0x3041, 0x309F, 0x3400, 0x9FFF, 0xA9E0, 0xA9FE,
        0xAA60, 0xAADD, 0xF900, 0xFAD9, 0x11700, 0x11746, 0x17000, 0x18DFF, 0x1B001, 0x1B11F, 0x1B132, 0x1B132, 0x1B150, 0x1B152, 0x1B170, 0x1B2FB, 0x20000, 0x3FFFF,
    ];

    private static readonly int[] s_katakana =
    [
        0x3031, 0x3035, 0x309B, 0x309C, 0x30A0, 0x30FA, 0x30FC, 0x30FF, 0x31F0, 0x31FF, 0x32D0, 0x32FE, 0x3300, 0x3357, 0xFF66, 0xFF9D,
        0x1AFF0, 0x1B000, 0x1B120, 0x1B122, 0x1B155, 0x1B155, 0x1B164, 0x1B167,
    ];

    // Letters to the annex, though symbols or punctuation by category: modifiers of tone and breath, Armenian and Hebrew marks, circled and squared Latin letters.
    private static readonly int[] s_otherLetters =
    [
        0x02C2, 0x02C5, 0x02D2, 0x02D7, 0x02DE, 0x02DF, 0x02E5, 0x02EB, 0x02ED, 0x02ED, 0x02EF, 0x02FF, 0x055A, 0x055C, 0x055E, 0x055E, 0x058A, 0x058A, 0x05F3, 0x05F3,
        0x24B6, 0x24E9, 0xA708, 0xA716, 0xA720, 0xA721, 0xA789, 0xA78A, 0xAB5B, 0xAB5B, 0x1F130, 0x1F149, 0x1F150, 0x1F169, 0x1F170, 0x1F189,
    ];

    private static readonly int[] s_pictographs =
    [
        0xA9, 0xA9, 0xAE, 0xAE, 0x203C, 0x203C, 0x2049, 0x2049, 0x2122, 0x2122, 0x2139, 0x2139, 0x2194, 0x2199, 0x21A9, 0x21AA, 0x231A, 0x231B, 0x2328, 0x2328, 0x2388, 0x2388,
        0x23CF, 0x23CF, 0x23E9, 0x23F3, 0x23F8, 0x23FA, 0x24C2, 0x24C2, 0x25AA, 0x25AB, 0x25B6, 0x25B6, 0x25C0, 0x25C0, 0x25FB, 0x25FE, 0x2600, 0x2605, 0x2607, 0x2612,
        0x2614, 0x2685, 0x2690, 0x2705, 0x2708, 0x2712, 0x2714, 0x2714, 0x2716, 0x2716, 0x271D, 0x271D, 0x2721, 0x2721, 0x2728, 0x2728, 0x2733, 0x2734, 0x2744, 0x2744,
        0x2747, 0x2747, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2763, 0x2767, 0x2795, 0x2797, 0x27A1, 0x27A1, 0x27B0, 0x27B0, 0x27BF, 0x27BF,
        0x2934, 0x2935, 0x2B05, 0x2B07, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x3030, 0x3030, 0x303D, 0x303D, 0x3297, 0x3297, 0x3299, 0x3299, 0x1F000, 0x1F0FF,
        0x1F10D, 0x1F10F, 0x1F12F, 0x1F12F, 0x1F16C, 0x1F171, 0x1F17E, 0x1F17F, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F1AD, 0x1F1E5, 0x1F201, 0x1F20F, 0x1F21A, 0x1F21A,
        0x1F22F, 0x1F22F, 0x1F232, 0x1F23A, 0x1F23C, 0x1F23F, 0x1F249, 0x1F3FA, 0x1F400, 0x1F53D, 0x1F546, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F774, 0x1F77F, 0x1F7D5, 0x1F7FF,
        0x1F80C, 0x1F80F, 0x1F848, 0x1F84F, 0x1F85A, 0x1F85F, 0x1F888, 0x1F88F, 0x1F8AE, 0x1F8FF, 0x1F90C, 0x1F93A, 0x1F93C, 0x1F945, 0x1F947, 0x1FAFF, 0x1FC00, 0x1FFFD,
    ];

    internal static bool IsPictograph(Rune rune) => !rune.IsAscii && In(s_pictographs, rune.Value);

    internal static WordBreakClass Of(Rune rune)
    {
        if (rune.IsAscii && Rune.IsLetterOrDigit(rune)) return Rune.IsDigit(rune) ? WordBreakClass.Numeric : WordBreakClass.Letter;
        var mark = OfMark(rune.Value);
        return mark != WordBreakClass.Other ? mark : OfCategory(rune);
    }

    private static WordBreakClass OfMark(int value) => value switch
    {
        '\r' => WordBreakClass.CarriageReturn,
        '\n' => WordBreakClass.LineFeed,
        0x0B or 0x0C or 0x85 or 0x2028 or 0x2029 => WordBreakClass.Newline,
        '\'' => WordBreakClass.SingleQuote,
        '"' => WordBreakClass.DoubleQuote,
        '.' or 0x2018 or 0x2019 or 0x2024 or 0xFE52 or 0xFF07 or 0xFF0E => WordBreakClass.MidNumLet,
        ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2027 or 0xFE13 or 0xFE55 or 0xFF1A => WordBreakClass.MidLetter,
        ',' or ';' or 0x37E or 0x589 or 0x60C or 0x60D or 0x66C or 0x7F8 or 0x2044 or 0xFE10 or 0xFE14 or 0xFE50 or 0xFE54 or 0xFF0C or 0xFF1B => WordBreakClass.MidNum,
        0x66B or (>= 0x600 and <= 0x605) or 0x6DD or 0x890 or 0x891 or 0x8E2 or 0x110BD or 0x110CD => WordBreakClass.Numeric,
        0x70F => WordBreakClass.Letter,
        0x202F => WordBreakClass.ExtendNumLet,
        0x200D => WordBreakClass.ZeroWidthJoiner,
        0x200C or 0xFF9E or 0xFF9F or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F) => WordBreakClass.Extend,
        >= 0x1F1E6 and <= 0x1F1FF => WordBreakClass.RegionalIndicator,
        _ => WordBreakClass.Other,
    };

    private static WordBreakClass OfCategory(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => OfLetter(rune),
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => WordBreakClass.Extend,
        UnicodeCategory.DecimalDigitNumber => WordBreakClass.Numeric,
        UnicodeCategory.ConnectorPunctuation => WordBreakClass.ExtendNumLet,
        UnicodeCategory.Format => rune.Value == 0x200B ? WordBreakClass.Other : WordBreakClass.Format,
        UnicodeCategory.SpaceSeparator => rune.Value is 0xA0 or 0x2007 ? WordBreakClass.Other : WordBreakClass.Space,
        _ => rune.IsAscii ? WordBreakClass.Other : In(s_katakana, rune.Value) ? WordBreakClass.Katakana : In(s_otherLetters, rune.Value) ? WordBreakClass.Letter : WordBreakClass.Other,
    };

    private static WordBreakClass OfLetter(Rune rune) => rune.Value switch
    {
        < 0x5D0 => WordBreakClass.Letter,
        <= 0x5F2 or (>= 0xFB1D and <= 0xFB4F) => WordBreakClass.HebrewLetter,
        < 0xE01 => WordBreakClass.Letter,
        _ => In(s_katakana, rune.Value) ? WordBreakClass.Katakana : In(s_unspacedLetters, rune.Value) ? WordBreakClass.Unspaced : WordBreakClass.Letter,
    };

    private static bool In(int[] ranges, int value)
    {
        var index = Array.BinarySearch(ranges, value);
        // Found: an end of a range. Not found: inside one if the next larger entry is a last, which stand at odd places.
        return index >= 0 || (~index & 1) == 1;
    }
}

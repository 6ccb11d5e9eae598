using System.Globalization;

namespace MarlRec.Data.Readers;

/// <summary>Numbers as data files write them, in the invariant culture.</summary>
internal static class FieldParser
{
    internal static bool TryFloat(ReadOnlySpan<char> text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    /// <summary>A whole number, or a decimal one (RecBole writes times as floats) whose fraction is cut off.</summary>
    internal static bool TryTime(ReadOnlySpan<char> text, out long time)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out time)) return true;
        // 2^63 is the first double that is too large; −2^63 just fits.
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(number >= -9223372036854775808.0 && number < 9223372036854775808.0))
            return false;
        time = (long)number;
        return true;
    }
}

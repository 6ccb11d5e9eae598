using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Takes the marks off letters (é gives e), as canonical decomposition without category Mn does. Needs no help from the host. Thread safety: <em>immutable</em>.</summary>
internal static class BaseLetters
{
    // The Unicode Standard, section 3.12: a syllable is arithmetic on its leading consonant, vowel and trailing consonant.
    private const int FirstSyllable = 0xAC00, LastSyllable = 0xD7A3, Leading = 0x1100, Vowel = 0x1161, Trailing = 0x11A7, Vowels = 21, Trailings = 28;

    private static readonly FrozenDictionary<int, string> s_bases = Read(BaseLetterTable.Entries);

    /// <summary>Appends what is left of a character; nothing for a mark.</summary>
    internal static void Append(Rune rune, StringBuilder into)
    {
        Span<char> units = stackalloc char[2];
        if (rune.Value < 0x80)
        {
            into.Append((char)rune.Value);
        }
        else if (rune.Value is >= FirstSyllable and <= LastSyllable)
        {
            var index = rune.Value - FirstSyllable;
            into.Append((char)(Leading + index / (Vowels * Trailings))).Append((char)(Vowel + index % (Vowels * Trailings) / Trailings));
            if (index % Trailings != 0) into.Append((char)(Trailing + index % Trailings));
        }
        else if (s_bases.TryGetValue(rune.Value, out var letters))
        {
            into.Append(letters);
        }
        else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
        {
            into.Append(units[..rune.EncodeToUtf16(units)]);
        }
    }

    private static FrozenDictionary<int, string> Read(ReadOnlySpan<char> entries)
    {
        var bases = new Dictionary<int, string>();
        while (!entries.IsEmpty)
        {
            var end = entries.IndexOf(' ');
            Rune.DecodeFromUtf16(entries, out var source, out var consumed);
            bases.Add(source.Value, entries[consumed..end].ToString());
            entries = entries[(end + 1)..];
        }

        return bases.ToFrozenDictionary();
    }
}

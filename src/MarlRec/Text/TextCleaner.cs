using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Text;

/// <summary>
/// Prepares raw text for splitting into words. In this order: every kind of white space, control characters, zero-width spaces and lone surrogates
/// become one plain space; other invisible format characters (soft hyphen, byte order mark, joiners) go; curly apostrophes become <c>'</c>;
/// letters become lower case; web and e-mail addresses go; runs of spaces become one and the ends are trimmed.
/// Punctuation stays: <see cref="WordPreTokenizer"/> splits on it. Composed and decomposed accents are left as written.
/// Cleaning a clean text changes nothing. Independent of culture and of the host's globalization mode.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class TextCleaner : Normalizer
{
    private readonly bool _lowerCase;
    private readonly bool _removeAddresses;

    /// <summary>Creates a cleaner.</summary>
    /// <param name="lowerCase">Whether letters become lower case.</param>
    /// <param name="removeAddresses">Whether <c>scheme://…</c>, <c>www.…</c> and <c>name@host.domain</c> go, each up to the next white space.</param>
    public TextCleaner(bool lowerCase = true, bool removeAddresses = true)
    {
        _lowerCase = lowerCase;
        _removeAddresses = removeAddresses;
    }

    /// <summary>Cleans a text.</summary>
    /// <param name="original">Any text; need not be well-formed UTF-16.</param>
    /// <returns>Well-formed text, never longer than <paramref name="original"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="original"/> is null.</exception>
    public override string Normalize(string original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return Normalize(original.AsSpan());
    }

    /// <inheritdoc cref="Normalize(string)"/>
    public override string Normalize(ReadOnlySpan<char> original)
    {
        var buffer = ArrayPool<char>.Shared.Rent(original.Length);
        try
        {
            return new string(buffer, 0, Clean(original, buffer));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Cleans into a buffer at least as long as the text and returns the number of characters written.</summary>
    internal int Clean(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var length = MapCharacters(text, buffer);
        if (_removeAddresses) Addresses.Blank(buffer[..length]);
        return CollapseSpaces(buffer[..length]);
    }

    private int MapCharacters(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var written = 0;
        for (var i = 0; i < text.Length;)
        {
            var unit = text[i];
            if (char.IsAscii(unit))
            {
                buffer[written++] = unit <= ' ' || unit == '\x7F' ? ' ' : _lowerCase ? char.ToLowerInvariant(unit) : unit;
                i++;
                continue;
            }

            var status = Rune.DecodeFromUtf16(text[i..], out var rune, out var consumed);
            i += consumed;
            if (status != OperationStatus.Done) buffer[written++] = ' ';
            else written += MapRune(rune, buffer[written..]);
        }

        return written;
    }

    private int MapRune(Rune rune, Span<char> target)
    {
        // U+200B is a format character to Unicode, but its meaning is "a word may end here".
        if (rune.Value == 0x200B || Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
        {
            target[0] = ' ';
            return 1;
        }

        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format) return 0;
        if (rune.IsBmp && Characters.IsApostrophe((char)rune.Value)) rune = new Rune(Characters.Apostrophe);
        return (_lowerCase ? Characters.ToLower(rune) : rune).EncodeToUtf16(target);
    }

    private static int CollapseSpaces(Span<char> text)
    {
        var written = 0;
        foreach (var unit in text)
            if (unit != ' ' || (written > 0 && text[written - 1] != ' ')) text[written++] = unit;
        return written > 0 && text[written - 1] == ' ' ? written - 1 : written;
    }
}

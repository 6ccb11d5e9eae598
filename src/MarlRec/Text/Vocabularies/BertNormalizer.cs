using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// Prepares text as BERT's vocabularies expect it (Devlin et al. 2019): clean, space out Chinese characters, strip accents, lower case, in this order. The one of
/// Microsoft.ML.Tokenizers strips accents with the host's normal forms, which do nothing on a host without globalization data; this one has its own tables (Unicode 14).
/// Unpaired surrogates count as U+FFFD. Linear time.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class BertNormalizer : Normalizer
{
    private readonly BertTextOptions _options;
    private readonly bool _stripAccents;

    /// <summary>Creates a normaliser.</summary>
    /// <param name="options">What to do; null means <see cref="BertTextOptions.Uncased"/>.</param>
    public BertNormalizer(BertTextOptions? options = null)
    {
        _options = options ?? BertTextOptions.Uncased;
        _stripAccents = _options.StripAccents ?? _options.LowerCase;
    }

    /// <summary>Normalises a text.</summary>
    /// <param name="original">Any text.</param>
    /// <returns>The text as the vocabulary expects it; well-formed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="original"/> is null.</exception>
    public override string Normalize(string original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return Normalize(original.AsSpan());
    }

    /// <inheritdoc cref="Normalize(string)"/>
    public override string Normalize(ReadOnlySpan<char> original)
    {
        var text = new StringBuilder(original.Length + 16);
        Span<char> units = stackalloc char[2];
        foreach (var rune in original.EnumerateRunes())
        {
            var space = _options.CleanText && Rune.IsWhiteSpace(rune);
            if (_options.CleanText && rune.Value is not ('\t' or '\n' or '\r') && IsDropped(rune)) continue;
            var spaced = _options.SplitChinese && IsChinese(rune.Value);
            if (spaced) text.Append(' ');
            text.Append(space ? " " : units[..rune.EncodeToUtf16(units)]);
            if (spaced) text.Append(' ');
        }

        var result = text.ToString();
        if (_stripAccents) result = StripMarks(NormalForms.Normalize(result, compatible: false, compose: false));
        return _options.LowerCase ? ToLower(result) : result;
    }

    /// <summary>Removes non-spacing marks.</summary>
    internal static string StripMarks(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var kept = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
            if (rune.IsAscii || Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) kept.Append(units[..rune.EncodeToUtf16(units)]);
        return kept.ToString();
    }

    /// <summary>Lower case, character by character; of all characters only the dotted capital I becomes two.</summary>
    internal static string ToLower(string text)
    {
        var lower = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0x130) lower.Append("i\u0307");
            else lower.Append(units[..Characters.ToLower(rune).EncodeToUtf16(units)]);
        }

        return lower.ToString();
    }

    private static bool IsDropped(Rune rune) => rune.Value is 0 or 0xFFFD || (!(rune.Value is >= ' ' and <= '~') && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);

    private static bool IsChinese(int point) => point is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}

using System.Globalization;
using System.Text;
using MarlRec.Text;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>
/// What BERT does to a text before it is cut into words (Devlin et al., "BERT", NAACL 2019): control characters go, white space becomes a space, Chinese
/// characters stand alone; as asked, marks are taken off letters and letters become lower case. The same on every host. Thread safety: <em>immutable</em>.
/// </summary>
internal sealed class BertTextNormalizer(bool lowerCase, bool stripMarks, bool splitChinese) : Normalizer
{
    public override string Normalize(string original) => Normalize(original.AsSpan());

    public override string Normalize(ReadOnlySpan<char> original)
    {
        var text = new StringBuilder(original.Length + 16);
        foreach (var rune in original.EnumerateRunes())
        {
            if (IsSpace(rune)) text.Append(' ');
            else if (IsDropped(rune)) continue;
            else if (splitChinese && IsChinese(rune.Value)) Append(text.Append(' '), rune).Append(' ');
            else Append(text, rune);
        }

        return lowerCase ? WordText.ToLower(text.ToString()) : text.ToString();
    }

    private StringBuilder Append(StringBuilder text, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        if (stripMarks) BaseLetters.Append(rune, text);
        else text.Append(units[..rune.EncodeToUtf16(units)]);
        return text;
    }

    private static bool IsSpace(Rune rune) => rune.Value is ' ' or '\t' or '\n' or '\r' || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    private static bool IsDropped(Rune rune) => rune.Value is 0xFFFD || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static bool IsChinese(int point) => point is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}

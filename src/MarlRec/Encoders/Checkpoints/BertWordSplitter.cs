using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Cuts a text into words as BERT does: at white space, which goes, and around each punctuation character, which is a word. Thread safety: <em>immutable</em>.</summary>
internal sealed class BertWordSplitter : PreTokenizer
{
    internal static BertWordSplitter Instance { get; } = new();

    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => PreTokenize(text.AsSpan());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        var words = new List<(int Offset, int Length)>();
        var start = 0;
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text[i..], out var rune, out var consumed);
            var alone = IsPunctuation(rune);
            if (alone || Rune.IsWhiteSpace(rune))
            {
                if (i > start) words.Add((start, i - start));
                if (alone) words.Add((i, consumed));
                start = i + consumed;
            }

            i += consumed;
        }

        if (start < text.Length) words.Add((start, text.Length - start));
        return words;
    }

    // All of ASCII that is neither letter, digit, space nor control counts, such as $ and +, though Unicode calls these symbols.
    private static bool IsPunctuation(Rune rune) => rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;
}

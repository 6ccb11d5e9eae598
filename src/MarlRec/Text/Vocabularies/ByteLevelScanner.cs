using System.Text;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// GPT-2's way to cut text, without a regular expression. In order of preference: 's 't 're 've 'm 'll 'd; letters, numbers or neither, each run with at most one plain space
/// before it; white space up to the last character before more text; white space.
/// </summary>
internal static class ByteLevelScanner
{
    internal static int Next(ReadOnlySpan<char> text, ref int start)
    {
        if (start >= text.Length) return start;
        var contraction = Contraction(text[start..]);
        if (contraction > 0) return start + contraction;
        var first = start + (text[start] == ' ' && start + 1 < text.Length && !IsSpace(text, start + 1) ? 1 : 0);
        if (IsSpace(text, first))
        {
            var end = TextSplitter.EndOfRun(text, first, Rune.IsWhiteSpace);
            // The last space belongs to the word that follows, if any; every white space is one UTF-16 unit.
            return end < text.Length && end - start > 1 ? end - 1 : end;
        }

        Rune.DecodeFromUtf16(text[first..], out var rune, out _);
        return TextSplitter.EndOfRun(text, first, Kind(rune) switch { 0 => Rune.IsLetter, 1 => Rune.IsNumber, _ => static other => Kind(other) == 2 });
    }

    private static int Kind(Rune rune) => Rune.IsLetter(rune) ? 0 : Rune.IsNumber(rune) ? 1 : Rune.IsWhiteSpace(rune) ? 3 : 2;

    private static bool IsSpace(ReadOnlySpan<char> text, int index) => char.IsWhiteSpace(text[index]);

    private static int Contraction(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '\'') return 0;
        if (text[1] is 's' or 't' or 'm' or 'd') return 2;
        return text.Length > 2 && text[1..3] is "re" or "ve" or "ll" ? 3 : 0;
    }
}

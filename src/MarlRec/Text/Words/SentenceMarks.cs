using System.Text;

namespace MarlRec.Text.Words;

/// <summary>The steps of <see cref="SentenceSplitter"/> over marks, spaces and words. All go over characters that no later step of the same kind sees again.</summary>
internal static class SentenceMarks
{
    internal static int SkipSpace(ReadOnlySpan<char> text, int index, out bool emptyLine)
    {
        var lines = 0;
        emptyLine = false;
        for (; index < text.Length && char.IsWhiteSpace(text[index]); index++)
        {
            if (text[index] == '\u2029') emptyLine = true;
            // A carriage return counts if no line feed follows it.
            else if (text[index] is '\n' or '\u0085' or '\u2028' || (text[index] == '\r' && (index + 1 == text.Length || text[index + 1] != '\n'))) lines++;
        }

        emptyLine |= lines > 1;
        return index;
    }

    /// <summary>Goes over marks that end a sentence; <paramref name="always"/> tells whether one of them needs no white space behind it.</summary>
    internal static int SkipTerminators(ReadOnlySpan<char> text, int index, out bool always)
    {
        always = false;
        for (; index < text.Length; index++)
        {
            if (text[index] is '。' or '！' or '？' or '．' or '｡' or '।' or '॥' or '។' or '።') always = true;
            else if (text[index] is not ('.' or '!' or '?' or '…' or '‼' or '⁇' or '⁈' or '⁉' or '‽' or '؟' or '۔' or '։')) break;
        }

        return index;
    }

    internal static int SkipClosers(ReadOnlySpan<char> text, int index)
    {
        while (index < text.Length && text[index] is '"' or '\'' or ')' or ']' or '}' or '»' or '”' or '’' or '›' or '」' or '』' or '）' or '】' or '》' or '〉') index++;
        return index;
    }

    internal static int SkipOpeners(ReadOnlySpan<char> text, int index)
    {
        while (index < text.Length && IsOpener(text[index])) index++;
        return index;
    }

    /// <summary>The letters and digits from <paramref name="index"/> on.</summary>
    internal static ReadOnlySpan<char> WordAt(ReadOnlySpan<char> text, int index)
    {
        var end = index;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || char.IsSurrogate(text[end]))) end++;
        return text[index..end];
    }

    /// <summary>The letters, digits and points before <paramref name="end"/>, back to a space or another mark, at most to <paramref name="start"/>.</summary>
    internal static ReadOnlySpan<char> WordBefore(ReadOnlySpan<char> text, int start, int end)
    {
        var index = end;
        while (index > start && (char.IsLetterOrDigit(text[index - 1]) || text[index - 1] == '.')) index--;
        return text[index..end];
    }

    /// <summary>Whether nothing but opening marks stands between <paramref name="start"/> and the word before <paramref name="end"/>.</summary>
    internal static bool IsFirst(ReadOnlySpan<char> text, int start, int end)
    {
        var index = end - WordBefore(text, start, end).Length;
        while (index > start && IsOpener(text[index - 1])) index--;
        return index == start;
    }

    private static bool IsOpener(char unit) =>
        unit is '"' or '\'' or '(' or '[' or '{' or '«' or '“' or '‘' or '„' or '‹' or '「' or '『' or '（' or '【' or '《' or '〈' or '¿' or '¡' or '-' or '–' or '—' or '`';
}

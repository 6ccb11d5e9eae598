using System.Buffers;
using System.Text;

namespace MarlRec.Text;

/// <summary>What any stored word must be: not empty, one line, well-formed, so that a list of words survives a text file.</summary>
internal static class WordText
{
    internal static string? Problem(string? word)
    {
        if (string.IsNullOrEmpty(word)) return word is null ? "is null" : "is empty";
        for (var i = 0; i < word.Length;)
        {
            if (Rune.DecodeFromUtf16(word.AsSpan(i), out var rune, out var consumed) != OperationStatus.Done) return $"has a lone surrogate at index {i}";
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)) return $"has white space or a control character at index {i}";
            i += consumed;
        }

        return null;
    }

    internal static string ToLower(string word)
    {
        var lower = new StringBuilder(word.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in word.EnumerateRunes()) lower.Append(units[..Characters.ToLower(rune).EncodeToUtf16(units)]);
        return lower.ToString();
    }
}

using System.Text;

namespace MarlRec.Text;

public sealed partial class StopwordList
{
    private const int MaximumRun = 16;
    private readonly int _longestElision;

    /// <summary>The length of the longest entry that several words of one character make up; 0 without any.</summary>
    internal int LongestRun { get; }

    /// <summary>Whether anything of a word is left without stop words.</summary>
    /// <param name="word">One word, not empty.</param>
    /// <param name="start">Where the rest begins: behind the elided stop words.</param>
    internal bool Keeps(ReadOnlySpan<char> word, out int start)
    {
        start = 0;
        while (!Contains(word[start..]))
        {
            var length = ElisionLength(word[start..]);
            if (length == 0) return true;
            start += length;
        }

        return false;
    }

    // An elision with nothing behind it is a word on the list, which Contains has found.
    private int ElisionLength(ReadOnlySpan<char> word)
    {
        var limit = Math.Min(_longestElision, word.Length);
        for (var i = 0; i < limit; i++)
            if (Characters.IsApostrophe(word[i])) return Contains(word[..(i + 1)]) ? i + 1 : 0;
        return 0;
    }

    private static bool IsRun(string word)
    {
        var runes = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (!Characters.IsUnspaced(rune)) return false;
            runes++;
        }

        return runes > 1 && word.Length <= MaximumRun;
    }
}

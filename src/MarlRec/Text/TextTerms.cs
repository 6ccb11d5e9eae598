using System.Globalization;
using System.Runtime.InteropServices;

namespace MarlRec.Text;

/// <summary>How a text is cut into the terms that lexical rankers count: runs of words, or runs of characters, of a cleaned text in lower case.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class TextTerms
{
    private static readonly TextCleaner s_cleaner = new();

    private TextTerms(bool words, int shortest, int longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shortest, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, shortest);
        OfWords = words;
        Shortest = shortest;
        Longest = longest;
    }

    /// <summary>Whether terms are runs of words; else they are runs of characters.</summary>
    public bool OfWords { get; }

    /// <summary>The fewest words or characters of a term.</summary>
    public int Shortest { get; }

    /// <summary>The most.</summary>
    public int Longest { get; }

    /// <summary>Words, as <see cref="WordPreTokenizer"/> finds them, and runs of neighbouring ones.</summary>
    /// <param name="shortest">The fewest words of a run, at least 1.</param>
    /// <param name="longest">The most, at least <paramref name="shortest"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static TextTerms Words(int shortest = 1, int longest = 1) => new(true, shortest, longest);

    /// <summary>Runs of UTF-16 characters, spaces and punctuation included: robust against spelling, and across parts of words.</summary>
    /// <param name="shortest">The fewest characters, at least 1.</param>
    /// <param name="longest">The most, at least <paramref name="shortest"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static TextTerms Characters(int shortest = 3, int longest = 5) => new(false, shortest, longest);

    /// <summary>For example "words 1-2".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(OfWords ? "words" : "characters")} {Shortest}-{Longest}");

    /// <summary>Adds each term of a text to its count.</summary>
    internal void Count(string text, Dictionary<string, int> counts)
    {
        var clean = s_cleaner.Normalize(text);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!OfWords)
        {
            for (var length = Shortest; length <= Math.Min(Longest, clean.Length); length++)
                for (var start = 0; start + length <= clean.Length; start++) CollectionsMarshal.GetValueRefOrAddDefault(lookup, clean.AsSpan(start, length), out _)++;
            return;
        }

        var words = new List<string>();
        var scanner = new WordScanner(clean);
        while (scanner.MoveNext()) words.Add(scanner.Word.ToString());
        for (var length = Shortest; length <= Math.Min(Longest, words.Count); length++)
            for (var start = 0; start + length <= words.Count; start++)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, length == 1 ? words[start] : string.Join(' ', words.GetRange(start, length)), out _)++;
    }
}

using System.Text;

namespace MarlRec.Text.Words;

/// <summary>
/// Splits text into sentences by rules. A sentence ends at <c>. ! ? …</c> and their relatives in other scripts, together with closing quotes and brackets behind them; at an empty
/// line; and at the end. Full stops of Chinese, Japanese and Indic scripts end it always, the others only before white space, and not when a lower-case letter follows.
/// Nor does a point end it after an abbreviation (<c>Mr. Fox</c>), after an initial or an acronym in points (<c>J. Smith</c>, <c>the U.S. Army</c>) unless a word such as
/// <em>The</em> or <em>She</em> follows, or after the number of a list (<c>1. Open the box</c>).
/// </summary>
/// <remarks>
/// <para>Thread safety: <em>immutable</em>.</para>
/// <para>Linear time; the same on every host. Nothing is learnt, so some cases stay open: <c>I met the M.D. Smith was late</c> is one sentence to it.</para>
/// </remarks>
public sealed class SentenceSplitter
{
    private const int LongestWord = 32;
    private static readonly HashSet<string> s_starters = [.. EnglishAbbreviations.Starters];
    private readonly HashSet<string> _abbreviations;
    private readonly HashSet<string> _beforeNumbers;
    private readonly bool _knowsCase = true;

    /// <summary>Creates a splitter that knows other abbreviations than <see cref="English"/>.</summary>
    /// <param name="abbreviations">Abbreviations after which a sentence goes on even before a capital, without the final point, in any case; inner points stay (<c>e.g</c>).</param>
    /// <param name="beforeNumbers">Abbreviations after which it goes on only before a digit (<c>no</c>, <c>fig</c>); null means none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="abbreviations"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// An abbreviation is null, empty, longer than 32 characters, ends in a point, or holds anything but letters, digits and inner points.
    /// </exception>
    public SentenceSplitter(IEnumerable<string> abbreviations, IEnumerable<string>? beforeNumbers = null)
    {
        ArgumentNullException.ThrowIfNull(abbreviations);
        _abbreviations = Checked(abbreviations, nameof(abbreviations));
        _beforeNumbers = Checked(beforeNumbers ?? [], nameof(beforeNumbers));
    }

    /// <summary>Knows the usual English abbreviations.</summary>
    public static SentenceSplitter English { get; } = new(EnglishAbbreviations.Joining, EnglishAbbreviations.BeforeNumbers);

    /// <summary>The same for texts in lower case: a lower-case letter may begin a sentence, and any single letter may be an initial.</summary>
    internal static SentenceSplitter EnglishWithoutCase { get; } = new(knowsCase: false);

    private SentenceSplitter(bool knowsCase)
        : this(EnglishAbbreviations.Joining, EnglishAbbreviations.BeforeNumbers) => _knowsCase = knowsCase;

    /// <summary>Finds the sentences of a text.</summary>
    /// <param name="text">Any text; need not be well-formed UTF-16.</param>
    /// <returns>Offset and length of each sentence without the white space around it, in order and without overlaps, in UTF-16 code units. Together they hold everything but white space.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public IReadOnlyList<(int Offset, int Length)> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Split(text.AsSpan());
    }

    /// <inheritdoc cref="Split(string)"/>
    public IReadOnlyList<(int Offset, int Length)> Split(ReadOnlySpan<char> text)
    {
        var sentences = new List<(int Offset, int Length)>();
        var start = SentenceMarks.SkipSpace(text, 0, out _);
        for (var i = start; i < text.Length;)
        {
            // No space stands at i. What ends here is a run of terminators with the closing marks behind it, or one character of any other kind.
            var mark = i;
            var end = SentenceMarks.SkipTerminators(text, mark, out var always);
            var terminated = end > mark;
            var closed = terminated ? SentenceMarks.SkipClosers(text, end) : mark + 1;
            i = SentenceMarks.SkipSpace(text, closed, out var emptyLine);
            if (i < text.Length && !emptyLine && !(terminated && (always || (i > closed && EndsBefore(text, start, mark, end, i))))) continue;
            sentences.Add((start, closed - start));
            start = i;
        }

        return sentences;
    }

    // The terminators stand at [mark..end], white space behind them, and the next text at next.
    private bool EndsBefore(ReadOnlySpan<char> text, int start, int mark, int end, int next)
    {
        var after = SentenceMarks.WordAt(text, SentenceMarks.SkipOpeners(text, next));
        Rune.DecodeFromUtf16(after, out var first, out _);
        if (_knowsCase && Rune.IsLower(first)) return false;
        if (text[mark] != '.' || end - mark > 1) return true;
        var before = SentenceMarks.WordBefore(text, start, mark);
        if (before.IsEmpty) return true;
        // The number of a list stands first in its sentence.
        if (!before.ContainsAnyExceptInRange('0', '9')) return !SentenceMarks.IsFirst(text, start, mark);
        // A single capital, alone or behind another point: an initial, or the end of an acronym.
        if ((char.IsUpper(before[^1]) || (!_knowsCase && char.IsLetter(before[^1]))) && (before.Length == 1 || before[^2] == '.')) return Holds(s_starters, after);
        return !Holds(_abbreviations, before) && !(Rune.IsDigit(first) && Holds(_beforeNumbers, before));
    }

    private static bool Holds(HashSet<string> words, ReadOnlySpan<char> word) => word.Length <= LongestWord && words.Contains(WordText.ToLower(word.ToString()));

    private static HashSet<string> Checked(IEnumerable<string> abbreviations, string name)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in abbreviations)
        {
            if (string.IsNullOrEmpty(word) || word.Length > LongestWord || word.EndsWith('.') || !word.All(unit => char.IsLetterOrDigit(unit) || unit == '.'))
                throw new ArgumentException($"An abbreviation must be 1 to {LongestWord} letters, digits and inner points, but one is {(word is null ? "null" : $"'{word}'")}.", name);
            words.Add(WordText.ToLower(word));
        }

        return words;
    }
}

using System.Collections.Frozen;
using System.Text;

namespace MarlRec.Text;

/// <summary>
/// A set of words that carry grammar rather than interest, looked up without regard to case or culture. Two lists with the same words are equal. Lists for languages are in
/// <see cref="For"/> and the properties; <see cref="With"/>, <see cref="Without"/> and <see cref="Create"/> make others.
/// </summary>
/// <remarks>
/// <para>
/// Two kinds of entry reach beyond a single word of <see cref="WordPreTokenizer"/>. One that ends in an apostrophe (<c>l'</c>) is cut off the word it leans on
/// (<c>l'amour</c> leaves <c>amour</c>). One of 2 to 16 Chinese characters or Japanese kana (<c>因为</c>) is removed where these stand side by side as words of
/// their own; the longest goes first, from left to right.
/// </para>
/// <para>Thread safety: <em>immutable</em>.</para>
/// </remarks>
public sealed partial class StopwordList : IEquatable<StopwordList>
{
    private readonly FrozenSet<string> _set;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string[] _words;
    private readonly int _longest;

    // The words must be folded.
    private StopwordList(IEnumerable<string> words)
    {
        _set = words.ToFrozenSet(StringComparer.Ordinal);
        _lookup = _set.GetAlternateLookup<ReadOnlySpan<char>>();
        _words = [.. _set];
        Array.Sort(_words, StringComparer.Ordinal);
        foreach (var word in _words)
        {
            _longest = Math.Max(_longest, word.Length);
            if (Characters.IsApostrophe(word[^1])) _longestElision = Math.Max(_longestElision, word.Length);
            if (IsRun(word)) LongestRun = Math.Max(LongestRun, word.Length);
        }
    }

    /// <summary>No stop words.</summary>
    public static StopwordList None { get; } = new([]);

    /// <summary>The words, in lower case and ordinal order.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The number of words.</summary>
    public int Count => _words.Length;

    /// <summary>Makes a list of the given words; repeated words count once.</summary>
    /// <param name="words">Words in any case, none empty.</param>
    /// <returns>The list.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="words"/> is null.</exception>
    /// <exception cref="ArgumentException">A word is null, empty or holds white space or a lone surrogate.</exception>
    public static StopwordList Create(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var lower = new List<string>();
        foreach (var word in words)
        {
            var problem = WordText.Problem(word);
            if (problem is not null) throw new ArgumentException($"Stop word {lower.Count} {problem}.", nameof(words));
            lower.Add(Fold(word!));
        }

        return new StopwordList(lower);
    }

    /// <summary>This list and the given words.</summary>
    /// <param name="words">Words to add.</param>
    /// <returns>A new list.</returns>
    /// <exception cref="ArgumentException">A word is not fit, as for <see cref="Create"/>.</exception>
    public StopwordList With(params IEnumerable<string> words) => new(_words.Concat(Create(words)._words));

    /// <summary>This list without the given words; words it does not hold are passed over.</summary>
    /// <param name="words">Words to leave out.</param>
    /// <returns>A new list.</returns>
    /// <exception cref="ArgumentException">A word is not fit, as for <see cref="Create"/>.</exception>
    public StopwordList Without(params IEnumerable<string> words) => new(_words.Except(Create(words)._words, StringComparer.Ordinal));

    /// <summary>Whether a word as a whole is on the list, in whatever case it is written and with whichever apostrophe.</summary>
    /// <param name="word">One word.</param>
    /// <returns>True when it is.</returns>
    public bool Contains(ReadOnlySpan<char> word)
    {
        // Folding never shortens a word to less than half.
        if (word.Length > 2 * _longest) return false;
        if (_lookup.Contains(word)) return true;
        Span<char> folded = word.Length <= 256 ? stackalloc char[256] : new char[word.Length];
        return _lookup.Contains(folded[..Fold(word, folded)]);
    }

    /// <inheritdoc/>
    public bool Equals(StopwordList? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StopwordList);

    /// <inheritdoc/>
    public override int GetHashCode() => _words.Length;

    /// <summary>Says how many words there are.</summary>
    /// <returns>For example "212 stop words".</returns>
    public override string ToString() => $"{_words.Length} stop words";

    internal static StopwordList OfClasses(string[] classes) => new(classes.SelectMany(words => words.Split(' ')));

    private static string Fold(string word)
    {
        var folded = new char[word.Length];
        return new string(folded, 0, Fold(word, folded));
    }

    private static int Fold(ReadOnlySpan<char> word, Span<char> target)
    {
        var written = 0;
        for (var i = 0; i < word.Length;)
        {
            Rune.DecodeFromUtf16(word[i..], out var rune, out var consumed);
            if (Characters.IsApostrophe(word[i])) rune = new Rune(Characters.Apostrophe);
            written += Characters.ToLower(rune).EncodeToUtf16(target[written..]);
            i += consumed;
        }

        return written;
    }
}

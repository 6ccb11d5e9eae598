using System.Collections.Frozen;

namespace MarlRec.Text;

/// <summary>
/// A set of words that carry grammar rather than interest. Words are kept in lower case and looked up without regard to case. Two lists with the same words are equal.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class StopwordList : IEquatable<StopwordList>
{
    private readonly FrozenSet<string> _set;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string[] _words;

    private StopwordList(IEnumerable<string> words)
    {
        _set = words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _lookup = _set.GetAlternateLookup<ReadOnlySpan<char>>();
        _words = [.. _set];
        Array.Sort(_words, StringComparer.Ordinal);
    }

    /// <summary>No stop words.</summary>
    public static StopwordList None { get; } = new([]);

    /// <summary>
    /// English function words. The list is our own: the closed word classes of English grammar (articles, pronouns, auxiliary verbs, prepositions, conjunctions, adverbs of
    /// place, time and degree that take no content of their own) written out class by class, with their contractions. Negations ("no", "not", "never", "don't") are left in
    /// the text, since they turn a wish into its opposite, and so are verbs of liking.
    /// </summary>
    public static StopwordList English { get; } = new(EnglishFunctionWords.All());

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
            lower.Add(WordText.ToLower(word));
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
    public StopwordList Without(params IEnumerable<string> words) => new(_words.Except(Create(words)._words, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a word is on the list, in whatever case it is written and with whichever apostrophe.</summary>
    /// <param name="word">One word.</param>
    /// <returns>True when it is.</returns>
    public bool Contains(ReadOnlySpan<char> word)
    {
        if (_lookup.Contains(word)) return true;
        var curly = word.IndexOfAny('\u2019', '\u2018');
        if (curly < 0 || word.Length > Vocabulary.MaximumWordLength) return false;
        Span<char> plain = stackalloc char[word.Length];
        for (var i = 0; i < word.Length; i++) plain[i] = Characters.IsApostrophe(word[i]) ? Characters.Apostrophe : word[i];
        return _lookup.Contains(plain);
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
}

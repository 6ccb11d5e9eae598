using System.Runtime.InteropServices;

namespace MarlRec.Text;

/// <summary>
/// The terms of many texts, such as words and pairs of words, and in how many texts each is. Ids go by falling number of texts, ties by ordinal order, so they do not depend on the
/// order of the texts. Thread safety: <em>immutable</em>.
/// </summary>
public sealed partial class TermVocabulary
{
    private readonly string[] _terms;
    private readonly int[] _texts;
    private readonly Dictionary<string, int> _ids;

    private TermVocabulary(TextTerms kind, int textCount, string[] terms, int[] texts)
    {
        (Kind, TextCount, _terms, _texts) = (kind, textCount, terms, texts);
        _ids = new Dictionary<string, int>(terms.Length, StringComparer.Ordinal);
        for (var id = 0; id < terms.Length; id++) _ids.Add(terms[id], id);
    }

    /// <summary>How texts are cut into terms.</summary>
    public TextTerms Kind { get; }

    /// <summary>How many texts were counted, empty ones included.</summary>
    public int TextCount { get; }

    /// <summary>How many terms have an id.</summary>
    public int Count => _terms.Length;

    /// <summary>The term of an id.</summary>
    /// <param name="id">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is out of range.</exception>
    public string this[int id] => _terms[Checked(id)];

    /// <summary>Counts the terms of texts.</summary>
    /// <param name="texts">Any texts; none null.</param>
    /// <param name="kind">How to cut them; null for words and pairs of neighbouring words.</param>
    /// <param name="minimumTexts">Terms in fewer texts get no id, nor do runs of characters that cut one in two; at least 1.</param>
    /// <param name="maximumTerms">The most ids, at least 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static TermVocabulary Build(IEnumerable<string> texts, TextTerms? kind = null, int minimumTexts = 2, int maximumTerms = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumTexts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumTerms, 1);
        kind ??= TextTerms.Words(1, 2);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var own = new Dictionary<string, int>(StringComparer.Ordinal);
        var total = 0;
        foreach (var text in texts)
        {
            own.Clear();
            kind.Count(text ?? throw new ArgumentNullException(nameof(texts), $"Text {total} is null."), own);
            foreach (var term in own.Keys) CollectionsMarshal.GetValueRefOrAddDefault(counts, term, out _)++;
            total++;
        }

        var kept = counts.Where(pair => pair.Value >= minimumTexts && !char.IsLowSurrogate(pair.Key[0]) && !char.IsHighSurrogate(pair.Key[^1])).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(maximumTerms).ToArray();
        return new TermVocabulary(kind, total, Array.ConvertAll(kept, pair => pair.Key), Array.ConvertAll(kept, pair => pair.Value));
    }

    /// <summary>In how many of the counted texts a term is.</summary>
    /// <param name="id">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is out of range.</exception>
    public int TextsWith(int id) => _texts[Checked(id)];

    /// <summary>How rare a term is: ln((1 + texts) / (1 + texts with it)) + 1, at least 1.</summary>
    /// <param name="id">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is out of range.</exception>
    public double Rarity(int id) => Math.Log((1.0 + TextCount) / (1 + TextsWith(id))) + 1;

    /// <summary>The known terms of a text, each once, in the order in which they first come: shorter runs before longer ones.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Ids; none where no term is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var own = new Dictionary<string, int>(StringComparer.Ordinal);
        Kind.Count(text, own);
        var ids = new List<int>(own.Count);
        foreach (var term in own.Keys)
            if (_ids.TryGetValue(term, out var id)) ids.Add(id);
        return [.. ids];
    }

    private int Checked(int id) => (uint)id < (uint)_terms.Length ? id : throw new ArgumentOutOfRangeException(nameof(id), id, $"id must be in [0, {_terms.Length}).");
}

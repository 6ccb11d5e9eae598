using MarlRec.Text;

namespace MarlRec.Recommenders.Lexical;

/// <summary>Which terms each text has, and which texts each term is in. Thread safety: <em>immutable</em>.</summary>
/// <remarks>Terms have ids in the order in which the texts bring them; texts and terms are both kept as compressed sparse rows.</remarks>
internal sealed class TermIndex
{
    private readonly int[] _starts; // [texts + 1]
    private readonly int[] _terms;
    private readonly int[] _counts;
    private readonly int[] _postingStarts; // [terms + 1]
    private readonly int[] _postingTexts;
    private readonly int[] _postingPlaces; // where the pair stands among the text's terms

    internal TermIndex(IReadOnlyList<string> texts, TextTerms terms)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        List<int> all = [], times = [];
        _starts = new int[texts.Count + 1];
        for (var text = 0; text < texts.Count; text++)
        {
            counts.Clear();
            terms.Count(texts[text] ?? throw new ArgumentException($"texts[{text}] is null.", nameof(texts)), counts);
            foreach (var (term, count) in counts)
            {
                if (!ids.TryGetValue(term, out var id)) ids.Add(term, id = ids.Count);
                all.Add(id);
                times.Add(count);
            }

            _starts[text + 1] = all.Count;
        }

        (_terms, _counts, TermCount) = ([.. all], [.. times], ids.Count);
        _postingStarts = new int[TermCount + 1];
        foreach (var term in _terms) _postingStarts[term + 1]++;
        for (var term = 0; term < TermCount; term++) _postingStarts[term + 1] += _postingStarts[term];
        (_postingTexts, _postingPlaces) = (new int[_terms.Length], new int[_terms.Length]);
        var next = _postingStarts.AsSpan(0, TermCount).ToArray();
        for (var text = 0; text < TextCount; text++)
        {
            for (var place = _starts[text]; place < _starts[text + 1]; place++)
            {
                var slot = next[_terms[place]]++;
                (_postingTexts[slot], _postingPlaces[slot]) = (text, place);
            }
        }
    }

    internal int TextCount => _starts.Length - 1;

    internal int TermCount { get; }

    /// <summary>How many pairs of a text and a term there are.</summary>
    internal int PairCount => _terms.Length;

    /// <summary>How many texts have a term.</summary>
    internal int TextsWith(int term) => _postingStarts[term + 1] - _postingStarts[term];

    /// <summary>The places of a text's terms in <see cref="Term"/> and <see cref="TimesAt"/>.</summary>
    internal Range PlacesOf(int text) => _starts[text].._starts[text + 1];

    internal int Term(int place) => _terms[place];

    /// <summary>How often the text of this place has its term.</summary>
    internal int TimesAt(int place) => _counts[place];

    /// <summary>The texts that have a term, in rising order, and the place of each.</summary>
    internal (ReadOnlyMemory<int> Texts, ReadOnlyMemory<int> Places) Postings(int term)
    {
        var range = _postingStarts[term].._postingStarts[term + 1];
        return (_postingTexts.AsMemory()[range], _postingPlaces.AsMemory()[range]);
    }
}

using MarlRec.Execution;
using MarlRec.Text;
using MarlRec.Recommenders.Models;

namespace MarlRec.Recommenders.Lexical;

/// <summary>
/// Scores items by the terms that their texts share with the texts of what the user consumed. It needs no behaviour to learn from, so it ranks items nobody has met: the
/// baseline that a text encoder has to beat. Thread safety: <em>immutable</em>.
/// </summary>
public abstract class LexicalRanker : IRanker
{
    private readonly float[] _query; // a place's weight when its text is part of a history
    private readonly float[] _document; // and when its text is scored
    private readonly double _decay;
    private readonly TermIndex _index;

    private protected LexicalRanker(IReadOnlyList<string> texts, TextTerms? terms, double decay, TextTerms fallback)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Throw.IfOutside(decay, 0, 1);
        _decay = decay;
        _index = new TermIndex(texts, terms ?? fallback);
        _query = new float[_index.PairCount];
        _document = new float[_index.PairCount];
    }

    /// <inheritdoc />
    public int ItemCount => _index.TextCount;

    private protected TermIndex Index => _index;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The number of scores is not V.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item of the history is out of range.</exception>
    public void Score(ReadOnlySpan<int> history, Span<float> scores)
    {
        Throw.IfLengthDiffers(scores.Length, ItemCount, nameof(scores));
        RankerArguments.RequireItems(history, ItemCount);
        scores.Clear();
        var profile = new SortedDictionary<int, double>(); // sorted: sums must not depend on a hash order
        var weight = 1.0;
        for (var i = history.Length - 1; i >= 0 && weight > 1e-6; i--, weight *= _decay)
        {
            var (start, length) = _index.PlacesOf(history[i]).GetOffsetAndLength(_index.PairCount);
            for (var place = start; place < start + length; place++)
            {
                profile.TryGetValue(_index.Term(place), out var sum);
                profile[_index.Term(place)] = sum + weight * _query[place];
            }
        }

        foreach (var (term, sum) in profile)
        {
            var (texts, places) = _index.Postings(term);
            for (var i = 0; i < texts.Length; i++) scores[texts.Span[i]] += (float)(sum * _document[places.Span[i]]);
        }
    }

    /// <summary>Sets all weights.</summary>
    private protected void Weigh(Func<int, int, (double Query, double Document)> weigh)
    {
        for (var text = 0; text < _index.TextCount; text++)
        {
            var (start, length) = _index.PlacesOf(text).GetOffsetAndLength(_index.PairCount);
            for (var place = start; place < start + length; place++)
            {
                var (query, document) = weigh(text, place);
                (_query[place], _document[place]) = ((float)query, (float)document);
            }
        }
    }
}

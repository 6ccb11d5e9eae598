using MarlRec.Execution;
using MarlRec.Text;

namespace MarlRec.Recommenders.Lexical;

/// <summary>
/// BM25 (Robertson et al., "Okapi at TREC-3", 1994) with the texts of consumed items as queries: an item's score is
/// Σ decay^age · count in the consumed text · idf · tf · (k₁ + 1) / (tf + k₁ · (1 − b + b · length / mean length)), with
/// idf = ln(1 + (V − n + ½) / (n + ½)) for a term in n texts. Thread safety: <em>immutable</em>.
/// </summary>
public sealed class Bm25Ranker : LexicalRanker
{
    /// <summary>Counts the terms of the items' texts.</summary>
    /// <param name="texts">V texts, one for each item, such as its title; may be empty strings.</param>
    /// <param name="terms">What is counted; null for single words.</param>
    /// <param name="decay">What the next older item of a history counts, relative to the one after it; in [0, 1].</param>
    /// <param name="saturation">k₁: how much a term's repetition counts, 0 or more.</param>
    /// <param name="lengthNormalisation">b: how much a text's length counts, in [0, 1].</param>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> is null.</exception>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Bm25Ranker(IReadOnlyList<string> texts, TextTerms? terms = null, double decay = 0.8, double saturation = 1.2, double lengthNormalisation = 0.75)
        : base(texts, terms, decay, TextTerms.Words())
    {
        Throw.IfOutside(saturation, 0, double.MaxValue);
        Throw.IfOutside(lengthNormalisation, 0, 1);
        var lengths = new double[Index.TextCount];
        for (var text = 0; text < lengths.Length; text++)
        {
            var (start, length) = Index.PlacesOf(text).GetOffsetAndLength(Index.PairCount);
            for (var place = start; place < start + length; place++) lengths[text] += Index.TimesAt(place);
        }

        var mean = lengths.Length == 0 ? 0 : lengths.Average();
        Weigh((text, place) =>
        {
            double n = Index.TextsWith(Index.Term(place)), tf = Index.TimesAt(place);
            var idf = Math.Log(1 + (Index.TextCount - n + 0.5) / (n + 0.5));
            return (tf, idf * tf * (saturation + 1) / (tf + saturation * (1 - lengthNormalisation + lengthNormalisation * lengths[text] / mean)));
        });
    }
}

using MarlRec.Text;

namespace MarlRec.Recommenders.Lexical;

/// <summary>
/// Cosines of TF–IDF vectors (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988): an item's score is Σ decay^age · cos(item, consumed item), with
/// tf the count of a term in a text and idf = ln((1 + V) / (1 + texts with the term)) + 1. Thread safety: <em>immutable</em>.
/// </summary>
public sealed class TfIdfRanker : LexicalRanker
{
    /// <summary>Counts the terms of the items' texts.</summary>
    /// <param name="texts">V texts, one for each item, such as its title; may be empty strings.</param>
    /// <param name="terms">What is counted; null for runs of 3 to 5 characters.</param>
    /// <param name="decay">What the next older item of a history counts, relative to the one after it; in [0, 1].</param>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> is null.</exception>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is out of range.</exception>
    public TfIdfRanker(IReadOnlyList<string> texts, TextTerms? terms = null, double decay = 0.8)
        : base(texts, terms, decay, TextTerms.Characters())
    {
        var norms = new double[Index.TextCount];
        for (var text = 0; text < norms.Length; text++)
        {
            var (start, length) = Index.PlacesOf(text).GetOffsetAndLength(Index.PairCount);
            for (var place = start; place < start + length; place++) norms[text] += Weight(place) * Weight(place);
            norms[text] = Math.Sqrt(norms[text]);
        }

        Weigh((text, place) => (Weight(place) / norms[text], Weight(place) / norms[text]));
    }

    private double Weight(int place) => Index.TimesAt(place) * (Math.Log((1.0 + Index.TextCount) / (1 + Index.TextsWith(Index.Term(place)))) + 1);
}

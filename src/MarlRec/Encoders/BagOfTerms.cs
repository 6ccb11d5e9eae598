using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Text;

namespace MarlRec.Encoders;

/// <summary>
/// Encoders of short texts as bags of terms: the direction of the sum of the terms' trained vectors. What a few thousand titles can teach. Thread safety: <em>thread-safe</em>.
/// </summary>
public static class BagOfTerms
{
    /// <summary>
    /// An untrained encoder for the terms of a vocabulary. Each vector's length says how rare its term is, so that before any training cosines come near to those of
    /// TF–IDF vectors, the nearer the wider the encoder (random projection: Achlioptas, "Database-friendly random projections", PODS 2001).
    /// </summary>
    /// <param name="terms">The terms; at least one.</param>
    /// <param name="size">D, at least 1. Several hundred: random directions of fewer numbers are too much alike.</param>
    /// <param name="random">Draws the vectors.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are no terms.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public static TokenEncoder CreateEncoder(TermVocabulary terms, int size, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0) throw new ArgumentException("terms is empty, but at least one term is needed.", nameof(terms));
        ArgumentNullException.ThrowIfNull(random);
        var encoder = new TokenEncoder(terms.Count, new BagBody(size), PoolingKind.Mean, random, rowSparse: true);
        var table = encoder.Embedding.Weight.Value.Span;
        for (var id = 0; id < terms.Count; id++)
        {
            var rarity = (float)terms.Rarity(id);
            foreach (ref var number in table.Slice(id * size, size)) number *= rarity;
        }

        return encoder;
    }
}

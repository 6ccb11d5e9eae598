using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// Scores items by how near their vectors are to those of what the user consumed: Σ decay^age · cos(item − c·m, consumed item − c·m), where m is the mean of all unit vectors. It needs no
/// behaviour to learn from, so with vectors of texts it ranks items nobody has met. Thread safety: <em>immutable</em>.
/// </summary>
/// <remarks>
/// What all vectors have in common tells no two items apart, and vectors near it are near everything (hubs); taking some of it away helps (Mu and Viswanath, "All-but-the-Top: Simple and
/// Effective Postprocessing for Word Representations", ICLR 2018, who also remove the main directions).
/// </remarks>
public sealed class VectorRanker : IRanker
{
    private readonly float[] _unit; // [V, D]
    private readonly int _size;
    private readonly double _decay;

    /// <summary>Prepares the vectors.</summary>
    /// <param name="vectors">Shape [V, D], all finite; copied. An item whose vector is zero scores 0.</param>
    /// <param name="decay">What the next older item of a history counts, relative to the one after it; in [0, 1].</param>
    /// <param name="centring">c: how much of the mean of all unit vectors is taken away, in [0, 1].</param>
    /// <exception cref="ArgumentNullException"><paramref name="vectors"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="vectors"/> is not a matrix with at least one element, or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public VectorRanker(FloatTensor vectors, double decay = 0.85, double centring = 0.7)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        Throw.IfOutside(decay, 0, 1);
        Throw.IfOutside(centring, 0, 1);
        if (vectors.Shape.Rank != 2 || vectors.Length == 0) throw new ArgumentException($"vectors must be of shape [V,D], but are {vectors.Shape}.", nameof(vectors));
        Throw.IfNotAllFinite(vectors.Span, nameof(vectors));
        (ItemCount, _size, _decay) = (vectors.Shape[0], vectors.Shape[1], decay);
        _unit = vectors.Span.ToArray();
        for (var item = 0; item < ItemCount; item++) InterestRanker.Normalise(Unit(item));
        if (centring == 0) return;
        var mean = new double[_size];
        for (var item = 0; item < ItemCount; item++)
            for (var i = 0; i < _size; i++) mean[i] += Unit(item)[i];
        for (var item = 0; item < ItemCount; item++)
        {
            var unit = Unit(item);
            if (!unit.ContainsAnyExcept(0f)) continue;
            for (var i = 0; i < _size; i++) unit[i] -= (float)(centring * mean[i] / ItemCount);
            InterestRanker.Normalise(unit);
        }
    }

    /// <inheritdoc />
    public int ItemCount { get; }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The number of scores is not V.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item of the history is out of range.</exception>
    public void Score(ReadOnlySpan<int> history, Span<float> scores)
    {
        Throw.IfLengthDiffers(scores.Length, ItemCount, nameof(scores));
        RankerArguments.RequireItems(history, ItemCount);
        var profile = new float[_size];
        var weight = 1.0;
        for (var i = history.Length - 1; i >= 0 && weight > 1e-6; i--, weight *= _decay)
        {
            var unit = Unit(history[i]);
            for (var k = 0; k < _size; k++) profile[k] += (float)weight * unit[k];
        }

        for (var item = 0; item < ItemCount; item++) scores[item] = RowKernels.Dot(profile, Unit(item));
    }

    private Span<float> Unit(int item) => _unit.AsSpan(item * _size, _size);
}

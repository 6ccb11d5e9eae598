using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// Scores items by how near their vectors are to those of what the user consumed: Σ decay^age · cos · |cos|^(a − 1), where cos is that of (item − c·m, consumed item − c·m) and m the mean
/// of all unit vectors. It needs no behaviour to learn from, so with vectors of texts it ranks items nobody has met. Thread safety: <em>immutable</em>.
/// </summary>
/// <remarks>
/// <para>What all vectors have in common tells no two items apart, and vectors near it are near everything (hubs); taking some of it away helps (Mu and Viswanath, "All-but-the-Top: Simple and
/// Effective Postprocessing for Word Representations", ICLR 2018, who also remove the main directions).</para>
/// <para>a is the case amplification (Breese, Heckerman and Kadie, "Empirical Analysis of Predictive Algorithms for Collaborative Filtering", UAI 1998): above 1, one item much alike tells
/// more than several that are a little alike. A list then costs as much for each item of the history as one with a = 1 costs altogether.</para>
/// </remarks>
public sealed class VectorRanker : IRanker
{
    private const double Least = 1e-6; // what weighs less changes no list

    private readonly float[] _unit; // [V, D]
    private readonly int _size;
    private readonly double _decay, _amplification;

    /// <summary>Prepares the vectors.</summary>
    /// <param name="vectors">Shape [V, D], all finite; copied. An item whose vector is zero scores 0.</param>
    /// <param name="decay">What the next older item of a history counts, relative to the one after it; in [0, 1].</param>
    /// <param name="centring">c: how much of the mean of all unit vectors is taken away, in [0, 1].</param>
    /// <param name="amplification">a, in [1, 100].</param>
    /// <exception cref="ArgumentNullException"><paramref name="vectors"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="vectors"/> is not a matrix with at least one element, or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public VectorRanker(FloatTensor vectors, double decay = 0.85, double centring = 0.7, double amplification = 1)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        Throw.IfOutside(decay, 0, 1);
        Throw.IfOutside(centring, 0, 1);
        Throw.IfOutside(amplification, 1, 100);
        if (vectors.Shape.Rank != 2 || vectors.Length == 0) throw new ArgumentException($"vectors must be of shape [V,D], but are {vectors.Shape}.", nameof(vectors));
        Throw.IfNotAllFinite(vectors.Span, nameof(vectors));
        (ItemCount, _size, _decay, _amplification) = (vectors.Shape[0], vectors.Shape[1], decay, amplification);
        _unit = vectors.Span.ToArray();
        for (var item = 0; item < ItemCount; item++) InterestRanker.Normalise(Unit(item));
        if (centring > 0) Centre(centring);
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
        if (_amplification == 1) ScoreSum(history, scores);
        else ScoreEach(history, scores);
    }

    // Cosines add up to the product with the sum.
    private void ScoreSum(ReadOnlySpan<int> history, Span<float> scores)
    {
        var profile = new float[_size];
        var weight = 1.0;
        for (var i = history.Length - 1; i >= 0 && weight > Least; i--, weight *= _decay) RowKernels.AddScaled(Unit(history[i]), (float)weight, profile);
        for (var item = 0; item < ItemCount; item++) scores[item] = RowKernels.Dot(profile, Unit(item));
    }

    private void ScoreEach(ReadOnlySpan<int> history, Span<float> scores)
    {
        for (var item = 0; item < ItemCount; item++)
        {
            double sum = 0, weight = 1;
            for (var i = history.Length - 1; i >= 0 && weight > Least; i--, weight *= _decay)
            {
                double cosine = RowKernels.Dot(Unit(history[i]), Unit(item));
                sum += weight * cosine * Math.Pow(Math.Abs(cosine), _amplification - 1);
            }

            scores[item] = (float)sum;
        }
    }

    private void Centre(double share)
    {
        var mean = new double[_size];
        for (var item = 0; item < ItemCount; item++)
            for (var i = 0; i < _size; i++) mean[i] += Unit(item)[i];
        for (var item = 0; item < ItemCount; item++)
        {
            var unit = Unit(item);
            if (!unit.ContainsAnyExcept(0f)) continue;
            for (var i = 0; i < _size; i++) unit[i] -= (float)(share * mean[i] / ItemCount);
            InterestRanker.Normalise(unit);
        }
    }

    private Span<float> Unit(int item) => _unit.AsSpan(item * _size, _size);
}

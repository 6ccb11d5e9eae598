using System.Buffers;
using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// Asks a ranker about each item of a history alone, and lets the strongest answers count more: Σ decay^age · s · |s|^(a − 1), where s is the ranker's score of an item for that item of the
/// history (case amplification: Breese, Heckerman and Kadie, "Empirical Analysis of Predictive Algorithms for Collaborative Filtering", UAI 1998). Thread safety: <em>immutable</em> as the ranker.
/// </summary>
/// <remarks>
/// With a above 1, one item much alike tells more than several that are a little alike. For cosines, as of <see cref="VectorRanker"/>, and whatever else compares items by pairs; the ranker's
/// own rule for older items has nothing to act on. The ranker scores all items once for each item of the history, so a list costs that many times as much.
/// </remarks>
public sealed class AmplifiedRanker : IRanker
{
    private const double Least = 1e-6; // what weighs less changes no list

    private readonly IRanker _ranker;
    private readonly double _amplification, _decay;

    /// <summary>Amplifies a ranker.</summary>
    /// <param name="ranker">Scores items for histories of one item.</param>
    /// <param name="amplification">a, in [1, 100]; 1 leaves scores as they are.</param>
    /// <param name="decay">What the next older item of a history counts, relative to the one after it; in [0, 1].</param>
    /// <exception cref="ArgumentNullException"><paramref name="ranker"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public AmplifiedRanker(IRanker ranker, double amplification = 2, double decay = 0.85)
    {
        ArgumentNullException.ThrowIfNull(ranker);
        Throw.IfOutside(amplification, 1, 100);
        Throw.IfOutside(decay, 0, 1);
        (_ranker, _amplification, _decay) = (ranker, amplification, decay);
    }

    /// <inheritdoc />
    public int ItemCount => _ranker.ItemCount;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The number of scores is not V.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item of the history is out of range.</exception>
    public void Score(ReadOnlySpan<int> history, Span<float> scores)
    {
        Throw.IfLengthDiffers(scores.Length, ItemCount, nameof(scores));
        RankerArguments.RequireItems(history, ItemCount);
        var rented = ArrayPool<float>.Shared.Rent(ItemCount);
        var own = rented.AsSpan(0, ItemCount);
        scores.Clear();
        var weight = 1.0;
        for (var i = history.Length - 1; i >= 0 && weight > Least; i--, weight *= _decay)
        {
            _ranker.Score(history.Slice(i, 1), own);
            for (var item = 0; item < own.Length; item++) scores[item] += (float)(weight * own[item] * Math.Pow(Math.Abs(own[item]), _amplification - 1));
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}

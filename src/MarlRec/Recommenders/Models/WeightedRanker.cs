using System.Buffers;
using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>The weighted sum of several rankers' scores, such as a text encoder's and TF–IDF's. Thread safety: <em>immutable</em> as its parts.</summary>
/// <remarks>Scores are added as they are; what they are measured in is the weights' business.</remarks>
public sealed class WeightedRanker : IRanker
{
    private readonly (IRanker Ranker, float Weight)[] _parts;

    /// <summary>Puts rankers together.</summary>
    /// <param name="parts">At least one, all over the same items, with finite weights.</param>
    /// <exception cref="ArgumentNullException">A ranker is null.</exception>
    /// <exception cref="ArgumentException">There are no parts, they differ in their number of items, or a weight is not finite.</exception>
    public WeightedRanker(params ReadOnlySpan<(IRanker Ranker, float Weight)> parts)
    {
        if (parts.IsEmpty) throw new ArgumentException("parts is empty, but at least one ranker was expected.", nameof(parts));
        foreach (var (ranker, weight) in parts)
        {
            ArgumentNullException.ThrowIfNull(ranker, nameof(parts));
            if (ranker.ItemCount != parts[0].Ranker.ItemCount)
                throw new ArgumentException($"A ranker scores {ranker.ItemCount} items, but the first one scores {parts[0].Ranker.ItemCount}.", nameof(parts));
            if (!float.IsFinite(weight)) throw new ArgumentException($"A weight is {weight}, but must be finite.", nameof(parts));
        }

        _parts = parts.ToArray();
    }

    /// <inheritdoc />
    public int ItemCount => _parts[0].Ranker.ItemCount;

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
        foreach (var (ranker, weight) in _parts)
        {
            ranker.Score(history, own);
            for (var item = 0; item < own.Length; item++) scores[item] += weight * own[item];
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}

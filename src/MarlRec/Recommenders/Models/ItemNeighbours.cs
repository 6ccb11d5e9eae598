using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// What the same people consume beside an item: its neighbours j with the weights c_ij / √f_j, divided by their sum, where c_ij counts pairs of events near each other and f_j the events of
/// j (Deshpande and Karypis, "Item-based top-N recommendation algorithms", ACM TOIS 2004, with α = ½: what everyone consumes says less). Thread safety: <em>immutable</em>.
/// </summary>
public sealed class ItemNeighbours
{
    private readonly (int[] Items, float[] Weights)[] _rows;

    /// <summary>Counts the pairs of histories.</summary>
    /// <param name="histories">Items of each user in the order of time, in [0, V).</param>
    /// <param name="itemCount">V, 0 or more.</param>
    /// <param name="window">How many events apart two items may be: at least 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="histories"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item or a number is out of range.</exception>
    public ItemNeighbours(IReadOnlyList<int[]> histories, int itemCount, int window = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var events = new PopularityRanker(itemCount, histories).Counts;
        var counts = CooccurrenceCounts.Count(histories, itemCount, window);
        _rows = new (int[], float[])[itemCount];
        for (var item = 0; item < itemCount; item++)
        {
            int[] items = [.. counts[item].Keys.Order()];
            var weights = new double[items.Length];
            for (var i = 0; i < items.Length; i++) weights[i] = counts[item][items[i]] / Math.Sqrt(events[items[i]]);
            var sum = weights.Sum();
            _rows[item] = (items, Array.ConvertAll(weights, weight => (float)(weight / sum)));
        }
    }

    /// <summary>V.</summary>
    public int ItemCount => _rows.Length;

    /// <summary>The neighbours of an item by rising id; none where nobody consumed it beside another.</summary>
    /// <param name="item">In [0, V).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is out of range.</exception>
    public ReadOnlySpan<int> ItemsOf(int item) => Row(item).Items;

    /// <summary>The weights of an item's neighbours, in the order of <see cref="ItemsOf"/>; their sum is 1 where there are any.</summary>
    /// <param name="item">In [0, V).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is out of range.</exception>
    public ReadOnlySpan<float> WeightsOf(int item) => Row(item).Weights;

    /// <summary>The weighted mean of each item's neighbours' vectors.</summary>
    /// <param name="vectors">Shape [V, D].</param>
    /// <returns>Shape [V, D]; zero where there is no neighbour.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="vectors"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="vectors"/> is not of that shape.</exception>
    public FloatTensor Average(FloatTensor vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Shape.Rank != 2 || vectors.Shape[0] != ItemCount) throw new ArgumentException($"vectors must be of shape [{ItemCount},D], but are {vectors.Shape}.", nameof(vectors));
        var (size, result) = (vectors.Shape[1], new FloatTensor(vectors.Shape));
        for (var item = 0; item < ItemCount; item++)
        {
            var (items, weights) = _rows[item];
            for (var i = 0; i < items.Length; i++) RowKernels.AddScaled(vectors.Span.Slice(items[i] * size, size), weights[i], result.Span.Slice(item * size, size));
        }

        return result;
    }

    private (int[] Items, float[] Weights) Row(int item) =>
        (uint)item < (uint)_rows.Length ? _rows[item] : throw new ArgumentOutOfRangeException(nameof(item), item, $"item must be in [0, {_rows.Length}).");
}

using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>The same list for everyone: items by how many events they have, of whatever kind. The baseline that any personalised list has to beat. Thread safety: <em>immutable</em>.</summary>
public sealed class PopularityRanker : IRanker
{
    private readonly float[] _counts;

    /// <summary>Counts the events of a log.</summary>
    /// <param name="log">The events.</param>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> is null.</exception>
    public PopularityRanker(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _counts = new float[log.ItemCount];
        foreach (var item in log.Items) _counts[item]++;
    }

    /// <summary>Counts the events of histories.</summary>
    /// <param name="itemCount">V, 0 or more.</param>
    /// <param name="histories">Items in [0, V) of each user.</param>
    /// <exception cref="ArgumentNullException"><paramref name="histories"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="itemCount"/> is negative, or an item is out of range.</exception>
    public PopularityRanker(int itemCount, IReadOnlyList<int[]> histories)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        ArgumentNullException.ThrowIfNull(histories);
        _counts = new float[itemCount];
        for (var user = 0; user < histories.Count; user++)
        {
            var history = histories[user] ?? throw new ArgumentNullException(nameof(histories), $"histories[{user}] is null.");
            RankerArguments.RequireItems(history, itemCount, nameof(histories));
            foreach (var item in history) _counts[item]++;
        }
    }

    /// <inheritdoc />
    public int ItemCount => _counts.Length;

    /// <summary>How many events each item has, [V].</summary>
    public ReadOnlySpan<float> Counts => _counts;

    /// <inheritdoc />
    public void Score(ReadOnlySpan<int> history, Span<float> scores)
    {
        Throw.IfLengthDiffers(scores.Length, ItemCount, nameof(scores));
        _counts.CopyTo(scores);
    }
}

using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>Items in an order drawn from the history's content: the floor of every comparison. Thread safety: <em>immutable</em>.</summary>
/// <param name="itemCount">V, at least 1.</param>
/// <param name="random">The source; only forked, so that equal histories get equal lists.</param>
public sealed class RandomRanker(int itemCount, RandomStream random) : IRanker
{
    private readonly RandomStream _random = random ?? throw new ArgumentNullException(nameof(random));

    /// <inheritdoc />
    public int ItemCount { get; } = itemCount >= 1 ? itemCount : throw new ArgumentOutOfRangeException(nameof(itemCount), itemCount, "itemCount must be at least 1.");

    /// <inheritdoc />
    public void Score(ReadOnlySpan<int> history, Span<float> scores)
    {
        Throw.IfLengthDiffers(scores.Length, ItemCount, nameof(scores));
        var key = 17L;
        foreach (var item in history) key = unchecked(key * 1_000_003 + item);
        var stream = _random.Fork("history", key);
        for (var i = 0; i < scores.Length; i++) scores[i] = stream.NextSingle();
    }
}

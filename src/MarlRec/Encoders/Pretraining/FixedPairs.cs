using MarlRec.Execution;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Pairs that are given, such as each item's title and description. Thread safety: <em>immutable</em> while the texts are.</summary>
public sealed class FixedPairs : IPairSource
{
    private readonly (int[] Left, int[] Right, int Key)[] _pairs;

    /// <summary>Pairs of texts about the same things. Where a side is empty, there is no pair.</summary>
    /// <param name="left">Token ids of each thing's one text.</param>
    /// <param name="right">Token ids of each thing's other text; as many.</param>
    /// <param name="keys">What each pair is about, so that two pairs about the same thing do not push each other away; null for each about another thing.</param>
    /// <exception cref="ArgumentNullException">A list or text is null.</exception>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public FixedPairs(IReadOnlyList<int[]> left, IReadOnlyList<int[]> right, IReadOnlyList<int>? keys = null)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Throw.IfLengthDiffers(right.Count, left.Count, nameof(right));
        if (keys is not null) Throw.IfLengthDiffers(keys.Count, left.Count, nameof(keys));
        var pairs = new List<(int[], int[], int)>();
        for (var i = 0; i < left.Count; i++)
        {
            var one = left[i] ?? throw new ArgumentNullException(nameof(left), $"left[{i}] is null.");
            var other = right[i] ?? throw new ArgumentNullException(nameof(right), $"right[{i}] is null.");
            if (one.Length > 0 && other.Length > 0) pairs.Add((one, other, keys?[i] ?? i));
        }

        _pairs = [.. pairs];
    }

    /// <inheritdoc/>
    public int Count => _pairs.Length;

    /// <inheritdoc/>
    public TextPair Draw(int pair, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if ((uint)pair >= (uint)_pairs.Length) throw new ArgumentOutOfRangeException(nameof(pair), pair, $"pair must be in [0, {_pairs.Length}).");
        var (left, right, key) = _pairs[pair];
        return new TextPair(left, right, key, key);
    }
}

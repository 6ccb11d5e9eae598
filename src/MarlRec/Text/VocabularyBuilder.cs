namespace MarlRec.Text;

/// <summary>
/// Counts words and chooses those worth an id. Ids go by falling frequency, ties by ordinal order, so the result depends on the counts alone and not on the order in which
/// words came.
/// </summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public sealed class VocabularyBuilder
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Starts with no words.</summary>
    public VocabularyBuilder() => _lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of different words seen.</summary>
    public int DistinctWords => _counts.Count;

    /// <summary>The number of words seen, repeats included.</summary>
    public long Words { get; private set; }

    /// <summary>Counts one word. Words longer than <see cref="Vocabulary.MaximumWordLength"/> are passed over.</summary>
    /// <param name="word">A word without white space.</param>
    /// <exception cref="ArgumentException"><paramref name="word"/> is empty or holds white space or a lone surrogate.</exception>
    public void Add(ReadOnlySpan<char> word)
    {
        if (word.Length > Vocabulary.MaximumWordLength) return;
        if (_lookup.TryGetValue(word, out var key, out var count))
        {
            _counts[key] = checked(count + 1);
        }
        else
        {
            key = word.ToString();
            var problem = WordText.Problem(key);
            if (problem is not null) throw new ArgumentException($"word \"{key}\" {problem}.", nameof(word));
            _counts.Add(key, 1);
        }

        Words++;
    }

    /// <summary>Makes the vocabulary; the builder may go on counting.</summary>
    /// <param name="minimumCount">Words seen fewer times get no id; at least 1.</param>
    /// <param name="maximumSize">The most ids, the two special ones included; at least 3.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is below its least value.</exception>
    public Vocabulary Build(int minimumCount = 1, int maximumSize = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumSize, 3);
        var kept = _counts
            .Where(pair => pair.Value >= minimumCount && pair.Key is not (Vocabulary.PadToken or Vocabulary.UnknownToken))
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key)
            .Take(maximumSize - 2);
        return new Vocabulary([Vocabulary.PadToken, Vocabulary.UnknownToken, .. kept]);
    }
}

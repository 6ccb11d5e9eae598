namespace MarlRec.Text.Vocabularies;

/// <summary>How often each word came, so that training reads every different word once.</summary>
internal sealed class WordCounts
{
    // A longer word is noise (a key, a URL, a picture in text); learning from it would let one text cost as much as many.
    private const int MaximumWordLength = 100;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    internal WordCounts() => _lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    internal int Count => _counts.Count;

    internal void Add(ReadOnlySpan<char> word)
    {
        if (word.Length is > 0 and <= MaximumWordLength)
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_lookup, word, out _)++;
    }

    /// <summary>The words in ordinal order, so that nothing after depends on the order in which they came.</summary>
    internal KeyValuePair<string, long>[] Sorted()
    {
        var words = _counts.ToArray();
        Array.Sort(words, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return words;
    }
}

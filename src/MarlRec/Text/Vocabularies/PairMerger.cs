namespace MarlRec.Text.Vocabularies;

/// <summary>
/// The loop that both trainers share: merge the most frequent pair of neighbouring tokens until the vocabulary is full (Sennrich, Haddow and Birch 2016, "Neural Machine
/// Translation of Rare Words with Subword Units"). Ties go to the pair whose first, then second token comes first in ordinal order. Pair counts are kept up to date: a merge
/// visits only the words that hold the pair.
/// </summary>
internal sealed class PairMerger
{
    private const int ReportEvery = 256;

    private readonly List<string> _tokens;
    private readonly Dictionary<string, int> _ids;
    private readonly List<int[]> _words = [];
    private readonly List<long> _wordCounts = [];
    private readonly Dictionary<long, long> _pairCounts = [];
    private readonly Dictionary<long, List<int>> _wordsOfPair = [];
    private readonly PriorityQueue<long, (long Count, long Pair)> _queue;
    private readonly int _prefixLength;

    /// <summary>Starts with an alphabet; <paramref name="prefixLength"/> characters are cut off the second token when two are joined.</summary>
    internal PairMerger(List<string> tokens, int prefixLength)
    {
        _tokens = tokens;
        _prefixLength = prefixLength;
        _ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        for (var id = 0; id < tokens.Count; id++) _ids.Add(tokens[id], id);
        _queue = new PriorityQueue<long, (long Count, long Pair)>(Comparer<(long Count, long Pair)>.Create(Compare));
    }

    internal int IdOf(string token) => _ids[token];

    internal void AddWord(int[] symbols, long count)
    {
        _words.Add(symbols);
        _wordCounts.Add(count);
        Count(_words.Count - 1, symbols, count, null);
    }

    /// <summary>Merges until the vocabulary is full; returns the pairs merged, in order. New tokens are appended to the list given at construction.</summary>
    internal List<(int First, int Second)> Run(SubwordTrainingOptions options, IProgress<SubwordTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var merges = new List<(int First, int Second)>();
        var merged = new HashSet<long>();
        var grown = new HashSet<long>();
        foreach (var (pair, count) in _pairCounts) _queue.Enqueue(pair, (count, pair));
        while (_tokens.Count < options.Size && _queue.TryDequeue(out var pair, out var priority))
        {
            if (!_pairCounts.TryGetValue(pair, out var count)) continue;
            // Every live pair has an entry at least as high as its count, so a stale entry may simply be put back with the true one.
            if (count != priority.Count)
            {
                if (count < priority.Count) _queue.Enqueue(pair, (count, pair));
                continue;
            }

            if (count < options.MinimumPairCount) break;
            cancellationToken.ThrowIfCancellationRequested();
            var first = (int)(pair >> 32);
            var second = (int)pair;
            if (_tokens[first].Length + _tokens[second].Length - _prefixLength > options.MaximumTokenLength) continue;
            // A pair that a respelt token brings back is merged again, but listed once: its rank stays the first one.
            if (merged.Add(pair)) merges.Add((first, second));
            Merge(pair, first, second, Join(first, second), grown);
            if (merges.Count % ReportEvery == 0) progress?.Report(new SubwordTrainingProgress(_tokens.Count, options.Size, count));
        }

        progress?.Report(new SubwordTrainingProgress(_tokens.Count, options.Size, 0));
        return merges;
    }

    private int Join(int first, int second)
    {
        var token = string.Concat(_tokens[first], _tokens[second].AsSpan(_prefixLength));
        // Two pairs can spell the same token ("a" + "bc", "ab" + "c"); it keeps its id.
        if (_ids.TryGetValue(token, out var id)) return id;
        _ids.Add(token, _tokens.Count);
        _tokens.Add(token);
        return _tokens.Count - 1;
    }

    private void Merge(long pair, int first, int second, int joined, HashSet<long> grown)
    {
        grown.Clear();
        foreach (var index in _wordsOfPair[pair])
        {
            var word = _words[index];
            var merged = Replace(word, first, second, joined);
            if (merged.Length == word.Length) continue;
            Count(index, word, -_wordCounts[index], null);
            Count(index, merged, _wordCounts[index], grown);
            _words[index] = merged;
        }

        _wordsOfPair.Remove(pair);
        foreach (var candidate in grown)
        {
            if (!_pairCounts.TryGetValue(candidate, out var count)) continue;
            if ((int)(candidate >> 32) == joined || (int)candidate == joined) _queue.Enqueue(candidate, (count, candidate));
        }
    }

    private static int[] Replace(int[] word, int first, int second, int joined)
    {
        var length = 0;
        var output = new int[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            var match = i + 1 < word.Length && word[i] == first && word[i + 1] == second;
            output[length++] = match ? joined : word[i];
            if (match) i++;
        }

        return length == word.Length ? word : output[..length];
    }

    private void Count(int index, int[] word, long count, HashSet<long>? grown)
    {
        for (var i = 1; i < word.Length; i++)
        {
            var pair = ((long)word[i - 1] << 32) | (uint)word[i];
            var total = _pairCounts.GetValueOrDefault(pair) + count;
            if (total == 0) _pairCounts.Remove(pair);
            else _pairCounts[pair] = total;
            if (count < 0) continue;
            grown?.Add(pair);
            if (!_wordsOfPair.TryGetValue(pair, out var words)) _wordsOfPair.Add(pair, words = []);
            if (words.Count == 0 || words[^1] != index) words.Add(index);
        }
    }

    private int Compare((long Count, long Pair) a, (long Count, long Pair) b)
    {
        if (a.Count != b.Count) return b.Count.CompareTo(a.Count);
        var first = string.CompareOrdinal(_tokens[(int)(a.Pair >> 32)], _tokens[(int)(b.Pair >> 32)]);
        return first != 0 ? first : string.CompareOrdinal(_tokens[(int)a.Pair], _tokens[(int)b.Pair]);
    }
}

namespace MarlRec.Recommenders.Metrics;

/// <summary>Averages the ranking metrics over users at several cut-offs.</summary>
/// <remarks>The result depends on the order in which users are added in the last bits only; add them in index order for equal bits.
/// Thread safety: <em>single owner</em>.</remarks>
public sealed class RankingAccumulator
{
    private readonly int[] _popularity;
    private readonly int[] _seenAt;
    private readonly Cutoff[] _cutoffs;
    private int _users;

    /// <summary>An accumulator without users.</summary>
    /// <param name="popularity">The number of training events of each item, [items]; its length is the size of the catalogue, at least 1.</param>
    /// <param name="cutoffs">The values of k, each at least 1, distinct; at least one.</param>
    /// <exception cref="ArgumentException"><paramref name="popularity"/> or <paramref name="cutoffs"/> is empty or holds a value out of range, or a cut-off is there
    /// twice.</exception>
    public RankingAccumulator(ReadOnlySpan<int> popularity, params ReadOnlySpan<int> cutoffs)
    {
        if (popularity.IsEmpty) throw new ArgumentException("popularity is empty, but the catalogue needs at least one item.", nameof(popularity));
        if (cutoffs.IsEmpty) throw new ArgumentException("cutoffs is empty, but at least one is needed.", nameof(cutoffs));
        for (var i = 0; i < popularity.Length; i++)
            if (popularity[i] < 0) throw new ArgumentException($"popularity[{i}] is {popularity[i]}, but counts are at least 0.", nameof(popularity));
        _cutoffs = new Cutoff[cutoffs.Length];
        for (var i = 0; i < cutoffs.Length; i++)
        {
            if (cutoffs[i] < 1) throw new ArgumentException($"cutoffs[{i}] is {cutoffs[i]}, but a cut-off is at least 1.", nameof(cutoffs));
            if (cutoffs[..i].Contains(cutoffs[i])) throw new ArgumentException($"cutoffs holds {cutoffs[i]} twice.", nameof(cutoffs));
            _cutoffs[i] = new Cutoff(cutoffs[i], popularity.Length);
        }

        _popularity = popularity.ToArray();
        _seenAt = new int[popularity.Length];
    }

    /// <summary>The number of users added.</summary>
    public int Users => _users;

    /// <summary>Adds one user.</summary>
    /// <param name="ranked">The user's list of item indices, best first, distinct; may be shorter than a cut-off, or empty.</param>
    /// <param name="relevant">The user's relevant item indices, distinct, at least one. Users without one belong left out.</param>
    /// <exception cref="ArgumentException">A list holds an index outside the catalogue or one twice, or <paramref name="relevant"/> is empty; nothing was added.</exception>
    public void Add(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant)
    {
        if (relevant.IsEmpty) throw new ArgumentException("relevant is empty, but a metric needs at least one relevant item.", nameof(relevant));
        CheckDistinct(ranked, nameof(ranked));
        CheckDistinct(relevant, nameof(relevant));
        _users++;
        foreach (var cutoff in _cutoffs) cutoff.Add(ranked, relevant, _popularity);
    }

    /// <summary>The metrics so far.</summary>
    /// <param name="cutoff">One of the cut-offs that this accumulator was made for.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cutoff"/> is not one of them.</exception>
    /// <exception cref="InvalidOperationException">No user was added.</exception>
    public RankingMetrics Result(int cutoff)
    {
        if (_users == 0) throw new InvalidOperationException("No user was added, so there is nothing to average.");
        foreach (var candidate in _cutoffs)
            if (candidate.K == cutoff) return candidate.Result(_users);
        throw new ArgumentOutOfRangeException(nameof(cutoff), cutoff, "cutoff must be one that the accumulator was made for.");
    }

    // A stamp for each call marks what the list has shown so far, without a set to allocate or clear.
    private int _stamp;

    private void CheckDistinct(ReadOnlySpan<int> items, string name)
    {
        if (_stamp == int.MaxValue)
        {
            Array.Clear(_seenAt);
            _stamp = 0;
        }

        _stamp++;
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i];
            if ((uint)item >= (uint)_seenAt.Length) throw new ArgumentException($"{name}[{i}] is {item}, but item indices are in [0, {_seenAt.Length}).", name);
            if (_seenAt[item] == _stamp) throw new ArgumentException($"{name}[{i}] is {item}, which the list holds already.", name);
            _seenAt[item] = _stamp;
        }
    }

    private sealed class Cutoff(int k, int itemCount)
    {
        private readonly long[] _timesShown = new long[itemCount];
        private RunningMean _hit, _recall, _ndcg, _mrr, _map, _precision, _popularity;

        internal int K => k;

        internal void Add(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, int[] popularity)
        {
            _hit.Add(RankingFormulas.Hit(ranked, relevant, k));
            _recall.Add(RankingFormulas.Recall(ranked, relevant, k));
            _ndcg.Add(RankingFormulas.Ndcg(ranked, relevant, k));
            _mrr.Add(RankingFormulas.ReciprocalRank(ranked, relevant, k));
            _map.Add(RankingFormulas.AveragePrecision(ranked, relevant, k));
            _precision.Add(RankingFormulas.Precision(ranked, relevant, k));
            var top = ranked[..Math.Min(k, ranked.Length)];
            if (top.IsEmpty) return;
            double sum = 0;
            foreach (var item in top)
            {
                _timesShown[item]++;
                sum += popularity[item];
            }

            _popularity.Add(sum / top.Length);
        }

        internal RankingMetrics Result(int users) => new()
        {
            Cutoff = k,
            Users = users,
            Hit = _hit.Value,
            Recall = _recall.Value,
            Ndcg = _ndcg.Value,
            Mrr = _mrr.Value,
            Map = _map.Value,
            Precision = _precision.Value,
            ItemCoverage = ExposureFormulas.Coverage(_timesShown),
            AveragePopularity = _popularity.Value.Mean,
            GiniIndex = ExposureFormulas.Gini(_timesShown),
        };
    }
}

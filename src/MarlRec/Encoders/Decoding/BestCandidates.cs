namespace MarlRec.Encoders.Decoding;

/// <summary>Keeps the best of many candidates, as many as there is room for: a heap with the worst on top. Thread safety: <em>single owner</em>.</summary>
internal ref struct BestCandidates(Span<Candidate> room)
{
    private readonly Span<Candidate> _heap = room;
    private int _count;

    /// <summary>Takes a candidate, unless it is impossible (−∞) or there is no room for one so bad.</summary>
    internal void Offer(double score, int item)
    {
        if (double.IsNegativeInfinity(score) || _heap.IsEmpty || (_count == _heap.Length && score < _heap[0].Score)) return;
        var candidate = new Candidate(score, item);
        if (_count < _heap.Length) Rise(_count++, candidate);
        else if (candidate.CompareTo(_heap[0]) < 0) Sink(candidate);
    }

    /// <summary>All that were kept, best first. The heap is used up.</summary>
    internal readonly ReadOnlySpan<Candidate> Ordered()
    {
        var kept = _heap[.._count];
        kept.Sort();
        return kept;
    }

    private readonly void Rise(int at, Candidate candidate)
    {
        for (; at > 0 && candidate.CompareTo(_heap[(at - 1) / 2]) > 0; at = (at - 1) / 2) _heap[at] = _heap[(at - 1) / 2];
        _heap[at] = candidate;
    }

    private readonly void Sink(Candidate candidate)
    {
        var at = 0;
        while (true)
        {
            var child = 2 * at + 1;
            if (child >= _count) break;
            if (child + 1 < _count && _heap[child + 1].CompareTo(_heap[child]) > 0) child++;
            if (candidate.CompareTo(_heap[child]) >= 0) break;
            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = candidate;
    }
}

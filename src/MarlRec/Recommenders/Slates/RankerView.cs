using MarlRec.Data;
using MarlRec.Environments.Slates;
using MarlRec.Recommenders.Models;

namespace MarlRec.Recommenders.Slates;

/// <summary>What a ranker lets the slot agents see of a session: its candidates, their item vectors and scores, and the interest vector. Thread safety: <em>single owner</em>.</summary>
internal sealed class RankerView(InterestRanker ranker, EventWeights weights) : ISlateView
{
    private readonly float[] _scores = new float[ranker.ItemCount];
    private readonly bool[] _allowed = new bool[ranker.ItemCount];
    private UserState _state = UserState.Empty(ranker.Size);

    /// <inheritdoc />
    public int ContextSize => CandidateSource.Layout(ranker).ContextSize;

    /// <inheritdoc />
    public int CandidateSize => CandidateSource.Layout(ranker).CandidateSize;

    /// <inheritdoc />
    public void Begin(ReadOnlySpan<int> history) => _state = ranker.StateOf(history);

    /// <inheritdoc />
    public void Observe(int item, EventKind kind)
    {
        if (kind != EventKind.View) _state = ranker.Next(_state, new Change(item, Consumption.Counts(kind), Consumption.TurnsDown(kind, weights.Of(kind)), weights.Of(kind)));
    }

    /// <inheritdoc />
    public int Offer(Span<int> items, Span<float> features, Span<float> context)
    {
        ranker.Score(_state, words: [], _scores);
        Array.Fill(_allowed, true);
        foreach (var item in _state.History) _allowed[item] = false;
        foreach (var item in _state.TurnedDown) _allowed[item] = false;
        var count = TopItems.Select(_scores, _allowed, items);
        CandidateSource.WriteContext(ranker, _state, words: [], context);
        CandidateSource.WriteFeatures(ranker, _state, _scores, items[..count], features);
        return count;
    }
}

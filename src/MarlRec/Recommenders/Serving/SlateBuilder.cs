using MarlRec.Execution;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Slates;

namespace MarlRec.Recommenders.Serving;

/// <summary>Builds one list for one request from an immutable model. Thread safety: <em>single owner</em>; make one a request.</summary>
internal sealed class SlateBuilder
{
    private readonly ServedModel _model;
    private readonly SlateLayout _layout;
    private readonly float[] _scores;

    internal SlateBuilder(ServedModel model)
    {
        _model = model;
        _layout = CandidateSource.Layout(model.Ranker);
        _scores = new float[model.Ranker.ItemCount];
    }

    /// <summary>Items offered to the slot agents, [C], best prior first.</summary>
    internal int[] Candidates { get; private set; } = [];

    /// <summary>context[X].</summary>
    internal float[] Context { get; private set; } = [];

    /// <summary>features[C, P + D].</summary>
    internal float[] Features { get; private set; } = [];

    /// <summary>Chosen candidates, [K].</summary>
    internal int[] Slots { get; private set; } = [];

    /// <summary>Conditional probabilities, [K].</summary>
    internal float[] Propensities { get; private set; } = [];

    internal float ScoreOf(int slot) => _scores[Candidates[Slots[slot]]];

    /// <summary>Scores the catalogue and keeps the best allowed items as candidates.</summary>
    internal void Retrieve(UserState state, ReadOnlySpan<int> words, ReadOnlySpan<bool> allowed, int count)
    {
        _model.Ranker.Score(state, words, _scores);
        var items = new int[Math.Min(count, _scores.Length)];
        Candidates = items[..TopItems.Select(_scores, allowed, items)];
        Context = new float[_layout.ContextSize];
        Features = new float[Candidates.Length * _layout.CandidateSize];
        CandidateSource.WriteContext(_model.Ranker, state, words, Context);
        CandidateSource.WriteFeatures(_model.Ranker, state, _scores, Candidates, Features);
    }

    /// <summary>Fills the slots.</summary>
    internal void Choose(ServingMode mode, int slots, ServingOptions options, RandomStream random)
    {
        slots = Math.Min(slots, Candidates.Length);
        (Slots, Propensities) = (new int[slots], new float[slots]);
        var values = new float[Candidates.Length];
        for (var slot = 0; slot < slots; slot++)
        {
            if (mode == ServingMode.Prior)
            {
                (Slots[slot], Propensities[slot]) = (slot, 1);
                continue;
            }

            _model.Policy.Logits(Context, Features, Candidates.Length, Slots.AsSpan(0, slot), values);
            if (mode == ServingMode.Greedy)
            {
                (Slots[slot], Propensities[slot]) = (PlackettLuce.Best(values), 1);
                continue;
            }

            PlackettLuce.Probabilities(values, options.Temperature, options.ExplorationFloor);
            Slots[slot] = random.NextCategorical(values);
            Propensities[slot] = values[Slots[slot]];
        }
    }

    /// <summary>The pair features [C, P] alone, for the log.</summary>
    internal float[] PairFeatures()
    {
        var pairs = new float[Candidates.Length * SlateLayout.PairSize];
        for (var c = 0; c < Candidates.Length; c++)
            Features.AsSpan(c * _layout.CandidateSize, SlateLayout.PairSize).CopyTo(pairs.AsSpan(c * SlateLayout.PairSize));
        return pairs;
    }
}

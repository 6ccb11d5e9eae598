namespace MarlRec.Recommenders.Slates;

/// <summary>N slot decisions laid out for the tape; reused from minibatch to minibatch. Thread safety: <em>single owner</em>.</summary>
internal sealed class SlateMinibatch(SlateLayout layout, int capacity)
{
    private float[] _inputs = [];
    private float[] _vectors = [];
    private float[] _pairs = [];
    private float[] _priors = [];
    private bool[] _mask = [];
    private readonly int[] _actions = new int[capacity];
    private readonly float[] _propensities = new float[capacity];
    private readonly float[] _advantages = new float[capacity];

    /// <summary>N.</summary>
    internal int Count { get; private set; }

    /// <summary>C, the largest of the batch; shorter lists are padded and masked.</summary>
    internal int CandidateCount { get; private set; }

    internal int InputSize => layout.InputSize;

    internal ReadOnlySpan<float> Inputs => _inputs.AsSpan(0, Count * layout.InputSize);

    internal ReadOnlySpan<float> Vectors => _vectors.AsSpan(0, Count * CandidateCount * layout.VectorSize);

    internal ReadOnlySpan<float> Pairs => _pairs.AsSpan(0, Count * CandidateCount * SlateLayout.ResidualPairSize);

    internal ReadOnlySpan<float> Priors => _priors.AsSpan(0, Count * CandidateCount);

    internal ReadOnlySpan<bool> Mask => _mask.AsSpan(0, Count * CandidateCount);

    internal ReadOnlySpan<int> Actions => _actions.AsSpan(0, Count);

    internal ReadOnlySpan<float> Propensities => _propensities.AsSpan(0, Count);

    internal ReadOnlySpan<float> Advantages => _advantages.AsSpan(0, Count);

    /// <summary>Starts an empty minibatch of lists of at most <paramref name="candidateCount"/> candidates.</summary>
    internal void Clear(int candidateCount)
    {
        Count = 0;
        CandidateCount = candidateCount;
        Grow(ref _inputs, capacity * layout.InputSize);
        Grow(ref _vectors, capacity * candidateCount * layout.VectorSize);
        Grow(ref _pairs, capacity * candidateCount * SlateLayout.ResidualPairSize);
        Grow(ref _priors, capacity * candidateCount);
        Grow(ref _mask, capacity * candidateCount);
    }

    /// <summary>Adds the decision of one slot.</summary>
    internal void Add(SlateRound round, int slot, float advantage)
    {
        var (n, count) = (Count++, round.Features.Length / layout.CandidateSize);
        var chosen = round.Slots.AsSpan(0, slot);
        var vectors = _vectors.AsSpan(n * CandidateCount * layout.VectorSize, CandidateCount * layout.VectorSize);
        var pairs = _pairs.AsSpan(n * CandidateCount * SlateLayout.ResidualPairSize, CandidateCount * SlateLayout.ResidualPairSize);
        var priors = _priors.AsSpan(n * CandidateCount, CandidateCount);
        var mask = _mask.AsSpan(n * CandidateCount, CandidateCount);
        layout.WriteInput(round.Context, round.Features, chosen, _inputs.AsSpan(n * layout.InputSize, layout.InputSize));
        vectors[(count * layout.VectorSize)..].Clear();
        pairs[(count * SlateLayout.ResidualPairSize)..].Clear();
        priors[count..].Clear();
        mask.Clear();
        layout.WritePairs(round.Features, count, chosen, pairs);
        for (var candidate = 0; candidate < count; candidate++)
        {
            layout.Vector(round.Features, candidate).CopyTo(vectors[(candidate * layout.VectorSize)..]);
            priors[candidate] = round.Features[candidate * layout.CandidateSize];
            mask[candidate] = true;
        }

        foreach (var candidate in chosen) mask[candidate] = false;
        (_actions[n], _propensities[n], _advantages[n]) = (round.Slots[slot], round.Propensities[slot], advantage);
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[length];
    }
}

namespace MarlRec.Recommenders.Slates;

/// <summary>How the numbers that slot agents see are laid out. Thread safety: <em>immutable</em>.</summary>
/// <param name="ContextSize">X: numbers about the user.</param>
/// <param name="VectorSize">D: numbers in an item vector.</param>
internal readonly record struct SlateLayout(int ContextSize, int VectorSize)
{
    /// <summary>P: pair features that come with a candidate: the prior score, log-popularity, likeness to the newest events.</summary>
    internal const int PairSize = 3;

    /// <summary>Pair features that the residual reads: popularity and recency from above, mean and largest likeness to the slate so far.</summary>
    internal const int ResidualPairSize = 4;

    /// <summary>Numbers per candidate: pair features, then the item vector.</summary>
    internal int CandidateSize => PairSize + VectorSize;

    /// <summary>What the residual network reads for a slot: context, mean vector of the slate so far, and the slot's position in two forms.</summary>
    internal int InputSize => ContextSize + VectorSize + 2;

    /// <summary>The item vector of a candidate.</summary>
    internal ReadOnlySpan<float> Vector(ReadOnlySpan<float> features, int candidate) => features.Slice(candidate * CandidateSize + PairSize, VectorSize);

    /// <summary>Writes the residual network's input for the slot after <paramref name="chosen"/>.</summary>
    internal void WriteInput(ReadOnlySpan<float> context, ReadOnlySpan<float> features, ReadOnlySpan<int> chosen, Span<float> input)
    {
        context.CopyTo(input);
        var mean = input.Slice(ContextSize, VectorSize);
        mean.Clear();
        foreach (var candidate in chosen)
        {
            var vector = Vector(features, candidate);
            for (var i = 0; i < mean.Length; i++) mean[i] += vector[i] / chosen.Length;
        }

        input[^2] = chosen.Length * 0.1f;
        input[^1] = 1f / (1 + chosen.Length);
    }

    /// <summary>Writes the residual's pair features [C, 4] for the slot after <paramref name="chosen"/>. Item vectors have unit length, so products are cosines.</summary>
    internal void WritePairs(ReadOnlySpan<float> features, int count, ReadOnlySpan<int> chosen, Span<float> pairs)
    {
        for (var candidate = 0; candidate < count; candidate++)
        {
            var vector = Vector(features, candidate);
            float sum = 0, largest = chosen.IsEmpty ? 0 : -1;
            foreach (var earlier in chosen)
            {
                var likeness = Kernels.RowKernels.Dot(vector, Vector(features, earlier));
                sum += likeness;
                largest = Math.Max(largest, likeness);
            }

            var pair = pairs.Slice(candidate * ResidualPairSize, ResidualPairSize);
            pair[0] = features[candidate * CandidateSize + 1];
            pair[1] = features[candidate * CandidateSize + 2];
            pair[2] = chosen.IsEmpty ? 0 : sum / chosen.Length;
            pair[3] = largest;
        }
    }
}

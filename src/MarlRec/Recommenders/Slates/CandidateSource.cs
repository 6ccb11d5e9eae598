using MarlRec.Kernels;
using MarlRec.Recommenders.Models;

namespace MarlRec.Recommenders.Slates;

/// <summary>Turns a ranker's view of a user and of items into the numbers of a <see cref="SlateLayout"/>; the same in training and in serving.</summary>
internal static class CandidateSource
{
    private const int RecentEvents = 5;

    internal static SlateLayout Layout(InterestRanker ranker) => new(2 * ranker.Size + 1, ranker.Size);

    /// <summary>context[X]: the interest vector, the mean vector of the newest events, and how long the history is.</summary>
    internal static void WriteContext(InterestRanker ranker, UserState state, ReadOnlySpan<int> words, Span<float> context)
    {
        ranker.WriteInterest(state, words, context[..ranker.Size]);
        WriteRecent(ranker, state, context.Slice(ranker.Size, ranker.Size));
        context[^1] = MathF.Log(1 + state.History.Length) / 5;
    }

    /// <summary>features[C, P + D] of the given items.</summary>
    internal static void WriteFeatures(InterestRanker ranker, UserState state, ReadOnlySpan<float> scores, ReadOnlySpan<int> items, Span<float> features)
    {
        var size = Layout(ranker).CandidateSize;
        Span<float> recent = stackalloc float[ranker.Size];
        WriteRecent(ranker, state, recent);
        for (var c = 0; c < items.Length; c++)
        {
            var row = features.Slice(c * size, size);
            row[0] = scores[items[c]];
            row[1] = ranker.Popularity[items[c]];
            row[2] = RowKernels.Dot(recent, ranker.UnitVector(items[c]));
            ranker.UnitVector(items[c]).CopyTo(row[SlateLayout.PairSize..]);
        }
    }

    /// <summary>Features from logged pair features [C, P], for learning later; vectors come from the ranker.</summary>
    internal static float[] Rebuild(InterestRanker ranker, IReadOnlyList<int> items, IReadOnlyList<float> pairs)
    {
        var size = Layout(ranker).CandidateSize;
        var features = new float[items.Count * size];
        for (var c = 0; c < items.Count; c++)
        {
            for (var p = 0; p < SlateLayout.PairSize; p++) features[c * size + p] = pairs[c * SlateLayout.PairSize + p];
            ranker.UnitVector(items[c]).CopyTo(features.AsSpan(c * size + SlateLayout.PairSize));
        }

        return features;
    }

    private static void WriteRecent(InterestRanker ranker, UserState state, Span<float> mean)
    {
        mean.Clear();
        var newest = state.History.AsSpan(Math.Max(0, state.History.Length - RecentEvents));
        foreach (var item in newest)
        {
            var vector = ranker.UnitVector(item);
            for (var i = 0; i < mean.Length; i++) mean[i] += vector[i] / newest.Length;
        }
    }
}

using MarlRec.Kernels.Retrieval;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>Turns the best keys into a list of items.</summary>
internal static unsafe class FoundKeys
{
    /// <summary>Sorts the keys and writes their items and scores, best first, then −1 and −∞.</summary>
    internal static void Write(ulong* keys, int count, Span<int> items, Span<float> scores)
    {
        var found = new Span<ulong>(keys, count);
        found.Sort();
        for (var i = 0; i < count; i++) (items[i], scores[i]) = (RankKey.Row(found[count - 1 - i]), RankKey.Score(found[count - 1 - i]));
        items[count..].Fill(-1);
        scores[count..].Fill(float.NegativeInfinity);
    }
}

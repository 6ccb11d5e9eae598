namespace MarlRec.Recommenders.Models;

/// <summary>How often two items are in the same stretch of a history.</summary>
internal static class CooccurrenceCounts
{
    /// <summary>Of each item the others within a window of events around its own, and how many such pairs there are. Counts go both ways.</summary>
    internal static Dictionary<int, float>[] Count(IReadOnlyList<int[]> histories, int itemCount, int window)
    {
        var counts = new Dictionary<int, float>[itemCount];
        for (var item = 0; item < itemCount; item++) counts[item] = [];
        foreach (var history in histories)
        {
            for (var i = 0; i < history.Length; i++)
            {
                for (var j = Math.Max(0, i - window); j < i; j++)
                {
                    var (a, b) = (history[i], history[j]);
                    if (a == b) continue;
                    counts[a][b] = counts[a].GetValueOrDefault(b) + 1;
                    counts[b][a] = counts[b].GetValueOrDefault(a) + 1;
                }
            }
        }

        return counts;
    }
}

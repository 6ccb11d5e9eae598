namespace MarlRec.Recommenders.Models;

/// <summary>The best items of a score list, without sorting all of it.</summary>
internal static class TopItems
{
    /// <summary>Writes the allowed items with the largest scores, best first; the lower item number of equals.</summary>
    /// <returns>How many were written: fewer than asked when fewer are allowed.</returns>
    internal static int Select(ReadOnlySpan<float> scores, ReadOnlySpan<bool> allowed, Span<int> items)
    {
        var count = 0;
        for (var item = 0; item < scores.Length; item++)
        {
            if (!allowed[item] || items.IsEmpty) continue;
            if (count == items.Length && !(scores[item] > scores[items[count - 1]])) continue;
            var at = count < items.Length ? count++ : count - 1;
            for (; at > 0 && scores[item] > scores[items[at - 1]]; at--) items[at] = items[at - 1];
            items[at] = item;
        }

        return count;
    }
}

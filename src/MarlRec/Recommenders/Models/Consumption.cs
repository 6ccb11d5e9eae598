using MarlRec.Data;

namespace MarlRec.Recommenders.Models;

/// <summary>Which events say that a user consumed an item, so that it joins the history and is not recommended again.</summary>
internal static class Consumption
{
    internal static bool Counts(EventKind kind) => kind is EventKind.Click or EventKind.Like or EventKind.Cart or EventKind.Purchase or EventKind.Rating;

    /// <summary>Each user's consumed items in time order.</summary>
    internal static int[][] Histories(InteractionLog log, ReadOnlySpan<int> itemMap)
    {
        var histories = new int[log.UserCount][];
        for (var user = 0; user < histories.Length; user++)
        {
            var rows = log.HistoryRows(user);
            var items = new List<int>(rows.Length);
            foreach (var row in rows)
                if (Counts(log.Kinds[row])) items.Add(itemMap[log.Items[row]]);
            histories[user] = [.. items];
        }

        return histories;
    }
}

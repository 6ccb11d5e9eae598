using MarlRec.Data;

namespace MarlRec.Recommenders.Models;

/// <summary>Which events say that a user consumed an item, so that it joins the history and is not recommended again.</summary>
internal static class Consumption
{
    internal static bool Counts(EventKind kind) => kind is EventKind.Click or EventKind.Like or EventKind.Cart or EventKind.Purchase or EventKind.Rating;

    /// <summary>Whether an event says that the item should not be shown again: a dislike or a rating below neutral. A skip only lowers what is like it.</summary>
    internal static bool TurnsDown(EventKind kind, float weight) => weight < 0 && kind != EventKind.Skip;

    /// <summary>Each user's items that it turned down, each once.</summary>
    internal static int[][] TurnedDown(InteractionLog log, ReadOnlySpan<int> itemMap, EventWeights weights)
    {
        var turnedDown = new int[log.UserCount][];
        for (var user = 0; user < turnedDown.Length; user++)
        {
            var items = new List<int>();
            foreach (var row in log.HistoryRows(user))
            {
                var item = itemMap[log.Items[row]];
                if (TurnsDown(log.Kinds[row], weights.Of(log.Kinds[row], log.Values[row]))) items.Add(item);
                else items.RemoveAll(earlier => earlier == item);
            }

            turnedDown[user] = [.. items.Distinct()];
        }

        return turnedDown;
    }

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

using MarlRec.Data;
using MarlRec.Data.Splits;
using MarlRec.Execution;
using MarlRec.Recommenders.Metrics;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;

namespace MarlRec.Recommenders.Evaluation;

/// <summary>Judges top-k lists on held-out events: the <em>whole</em> catalogue is ranked, and what a user consumed before is left out.</summary>
/// <remarks>Users without a held-out event are not counted; no negatives are sampled. Thread safety: <em>thread-safe</em>.</remarks>
public static class Evaluator
{
    /// <summary>Judges a ranker that was fitted on the split's training events (and, if it wishes, on those of validation).</summary>
    /// <param name="split">The events; histories are training, then validation, in time order.</param>
    /// <param name="ranker">Scores the items of the split's logs.</param>
    /// <param name="cutoff">k, at least 1.</param>
    /// <param name="context">Runs users side by side; null for one thread.</param>
    /// <exception cref="ArgumentNullException"><paramref name="split"/> or <paramref name="ranker"/> is null.</exception>
    /// <exception cref="ArgumentException">The ranker scores another number of items than the logs hold, or no user has a held-out event.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cutoff"/> is below 1.</exception>
    public static RankingMetrics EvaluateRanker(DataSplit split, IRanker ranker, int cutoff, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(ranker);
        if (ranker.ItemCount != split.Train.ItemCount)
            throw new ArgumentException($"The ranker scores {ranker.ItemCount} items, but the logs hold {split.Train.ItemCount}.", nameof(ranker));
        return EvaluateLists(split, user => Rank(split, ranker, user, cutoff), cutoff, context);
    }

    /// <summary>Judges lists, however they are made.</summary>
    /// <param name="split">The events.</param>
    /// <param name="list">Makes the list of a user, given by its index in the split's logs: item indices, best first. Called from several threads when the context has several.</param>
    /// <param name="cutoff">k, at least 1.</param>
    /// <param name="context">Runs users side by side; null for one thread.</param>
    /// <exception cref="ArgumentNullException"><paramref name="split"/> or <paramref name="list"/> is null.</exception>
    /// <exception cref="ArgumentException">No user has a held-out event.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cutoff"/> is below 1.</exception>
    public static RankingMetrics EvaluateLists(DataSplit split, Func<int, IReadOnlyList<int>> list, int cutoff, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(list);
        ArgumentOutOfRangeException.ThrowIfLessThan(cutoff, 1);
        var users = Enumerable.Range(0, split.Test.UserCount).Where(user => split.Test.History(user).Length > 0).ToArray();
        if (users.Length == 0) throw new ArgumentException("No user has a held-out event to be judged on.", nameof(split));
        var lists = new int[users.Length][];
        (context ?? ComputeContext.Serial).For(users.Length, new Body(users, list, lists));
        var popularity = new int[split.Train.ItemCount];
        foreach (var item in split.Train.Items) popularity[item]++;
        var accumulator = new RankingAccumulator(popularity, cutoff);
        for (var i = 0; i < users.Length; i++) accumulator.Add(lists[i], [.. split.Test.History(users[i]).ToArray().Distinct()]);
        return accumulator.Result(cutoff);
    }

    /// <summary>Judges a fitted recommender by its greedy lists, or by its ranker's.</summary>
    /// <param name="split">The events; the recommender was fitted on the training part.</param>
    /// <param name="recommender">Makes a list for a request.</param>
    /// <param name="mode">How lists are put together.</param>
    /// <param name="cutoff">k, 1 to 1,000.</param>
    /// <param name="context">Runs users side by side; null for one thread.</param>
    /// <exception cref="ArgumentNullException"><paramref name="split"/> or <paramref name="recommender"/> is null.</exception>
    /// <exception cref="ArgumentException">No user has a held-out event.</exception>
    public static RankingMetrics EvaluateRecommender(
        DataSplit split, Func<RecommendationRequest, IReadOnlyList<Recommendation>> recommender, ServingMode mode, int cutoff, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(recommender);
        return EvaluateLists(
            split,
            user => [.. recommender(new RecommendationRequest { UserId = split.Train.UserIds[user], Count = cutoff, Mode = mode, IsLogged = false })
                .Select(item => split.Train.ItemIds.IndexOf(item.ItemId)).Where(item => item >= 0)],
            cutoff,
            context);
    }

    private static int[] Rank(DataSplit split, IRanker ranker, int user, int cutoff)
    {
        int[] history = [.. split.Train.History(user), .. split.Validation.History(user)];
        var (scores, allowed) = (new float[ranker.ItemCount], new bool[ranker.ItemCount]);
        ranker.Score(history, scores);
        Array.Fill(allowed, true);
        foreach (var item in history) allowed[item] = false;
        var items = new int[Math.Min(cutoff, scores.Length)];
        return items[..TopItems.Select(scores, allowed, items)];
    }

    private readonly struct Body(int[] users, Func<int, IReadOnlyList<int>> list, int[][] lists) : ITileBody
    {
        public void Run(int tile) => lists[tile] = [.. list(users[tile])];
    }
}

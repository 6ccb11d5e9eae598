using MarlRec;
using MarlRec.Data.Splits;
using MarlRec.Execution;
using MarlRec.Recommenders.Evaluation;
using MarlRec.Recommenders.Metrics;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;

namespace QuickStart;

/// <summary>Judges one model on held-out last events: full catalogue ranked, seen items left out, k = 10.</summary>
public static class Ranking
{
    private const int Cutoff = 10;

    public static IReadOnlyList<Measurement> Baseline(string task, string model, DataSplit split, ulong seed) => Rows(task, model, seed, model switch
    {
        Models.Random => Evaluator.EvaluateRanker(split, new RandomRanker(split.Train.ItemCount, new RandomStream(seed)), Cutoff),
        Models.Popularity => Evaluator.EvaluateRanker(split, new PopularityRanker(split.Train), Cutoff),
        _ => throw new ArgumentException($"\"{model}\" is no baseline.", nameof(model)),
    });

    public static IReadOnlyList<Measurement> Fitted(string task, string model, DataSplit split, Recommender recommender, ulong seed) => Rows(task, model, seed, Evaluator.EvaluateRecommender(
        split, recommender.Recommend, model == Models.Ranker ? ServingMode.Prior : ServingMode.Greedy, Cutoff));

    private static List<Measurement> Rows(string task, string model, ulong seed, RankingMetrics metrics) =>
        [.. metrics.ToRows().Select(row => new Measurement(task, model, row.Name, row.Value, row.StandardError, seed))];
}

using MarlRec.Recommenders.Models;
using QuickStart;

namespace MarlRec.Scoreboard.Suites;

/// <summary>Judges a ranker by where one target comes among a user's candidates.</summary>
internal static class CandidateRanking
{
    private const int Cut = 10;

    /// <summary>NDCG@10 and Hit@10, with equal scores in any order: their expectation, so that a ranker gains nothing by not deciding.</summary>
    internal static IReadOnlyList<Measurement> Judge(string task, string model, IRanker ranker, IReadOnlyList<GamesData.User> users, ulong seed)
    {
        var scores = new float[ranker.ItemCount];
        double[] gains = new double[users.Count], hits = new double[users.Count];
        for (var u = 0; u < users.Count; u++)
        {
            ranker.Score(users[u].History, scores);
            var own = scores[users[u].Target];
            var better = users[u].Candidates.Count(item => scores[item] > own);
            var equal = users[u].Candidates.Count(item => scores[item] == own);
            for (var place = better; place < Math.Min(better + equal, Cut); place++)
            {
                gains[u] += 1 / Math.Log2(place + 2) / equal;
                hits[u] += 1.0 / equal;
            }
        }

        return [Mean("NDCG@10", gains), Mean("Hit@10", hits)];

        Measurement Mean(string metric, double[] values)
        {
            var mean = values.Average();
            return new Measurement(task, model, metric, mean, Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1.0) / values.Length), seed);
        }
    }
}

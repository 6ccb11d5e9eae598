using MarlRec.Recommenders.Models;
using QuickStart;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>Judges rankers by where one target comes among a user's candidates.</summary>
internal static class CandidateRanking
{
    private const int Cut = 10;

    /// <summary>NDCG@10 and Hit@10 of each user, with equal scores in any order: their expectation, so that a ranker gains nothing by not deciding.</summary>
    internal static (double[] Gains, double[] Hits) Judge(IRanker ranker, IReadOnlyList<GamesData.User> users)
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

        return (gains, hits);
    }

    /// <summary>The means over users and, where there is a ranker to compare with, the gain over it.</summary>
    internal static IReadOnlyList<Measurement> Measure(
        string task, string model, IRanker ranker, IReadOnlyList<GamesData.User> users, ulong seed, (string Name, IRanker Ranker)? over = null)
    {
        var (gains, hits) = Judge(ranker, users);
        Measurement[] means = [Spread.Mean(task, model, "NDCG@10", gains, seed), Spread.Mean(task, model, "Hit@10", hits, seed)];
        return over is { } other ? [.. means, .. Spread.Gain(task, model, other.Name, gains, Judge(other.Ranker, users).Gains, seed)] : means;
    }

    /// <summary>The same of a ranker alone and of its sum with a lexical one, both compared with the lexical one.</summary>
    internal static IReadOnlyList<Measurement> MeasureWithBlend(string task, IRanker ranker, IRanker lexical, IReadOnlyList<GamesData.User> users, ulong seed)
    {
        var alone = Measure(task, TextSuite.Encoder, ranker, users, seed, (TextSuite.TfIdfWord, lexical));
        var blend = Measure(task, TextSuite.Encoder, TextSuite.Blend(ranker, lexical), users, seed, (TextSuite.TfIdfWord, lexical));
        return [.. alone, .. blend.Where(m => !m.Metric.StartsWith("Hit", StringComparison.Ordinal)).Select(m => m with { Metric = TextSuite.Blended(m.Metric) })];
    }
}

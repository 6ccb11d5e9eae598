using FsCheck.Xunit;
using MarlRec.Recommenders.Metrics;

namespace MarlRec.Tests.Recommenders.Metrics;

public class RankingFormulasTests
{
    /// <summary>A list of distinct items, a set of distinct relevant items and a cut-off, all drawn from a few small numbers.</summary>
    private static (int[] Ranked, int[] Relevant, int K) Case(byte[] ranked, byte[] relevant, byte k)
    {
        var relevantSet = relevant.Select(item => item % 12).Append(k % 12).Distinct().ToArray();
        return (ranked.Select(item => item % 12).Distinct().ToArray(), relevantSet, k % 10 + 1);
    }

    [Property(MaxTest = 300)]
    public bool Every_metric_equals_its_definition(byte[] ranked, byte[] relevant, byte cutoff)
    {
        var (list, set, k) = Case(ranked, relevant, cutoff);
        var hits = Enumerable.Range(1, k).Select(rank => rank <= list.Length && set.Contains(list[rank - 1])).ToArray();
        var count = hits.Count(hit => hit);
        var precisionAt = Enumerable.Range(1, k).Select(rank => hits.Take(rank).Count(hit => hit) / (double)rank).ToArray();
        var ideal = Enumerable.Range(1, Math.Min(k, set.Length)).Sum(rank => Math.Log(2) / Math.Log(rank + 1));
        return Close(RankingFormulas.Hit(list, set, k), count > 0 ? 1 : 0)
            && Close(RankingFormulas.Recall(list, set, k), count / (double)set.Length)
            && Close(RankingFormulas.Precision(list, set, k), precisionAt[^1])
            && Close(RankingFormulas.ReciprocalRank(list, set, k), count == 0 ? 0 : 1.0 / (Array.IndexOf(hits, true) + 1))
            && Close(RankingFormulas.AveragePrecision(list, set, k), precisionAt.Where((_, i) => hits[i]).Sum() / Math.Min(k, set.Length))
            && Close(RankingFormulas.Ndcg(list, set, k), hits.Select((hit, i) => hit ? Math.Log(2) / Math.Log(i + 2) : 0).Sum() / ideal);
    }

    [Property(MaxTest = 300)]
    public bool Metrics_are_bounded_and_grow_when_a_relevant_item_moves_up(byte[] ranked, byte[] relevant, byte cutoff)
    {
        var (list, set, k) = Case(ranked, relevant, cutoff);
        var better = list.ToArray();
        for (var i = 1; i < better.Length; i++)
            if (set.Contains(better[i]) && !set.Contains(better[i - 1]))
            {
                (better[i - 1], better[i]) = (better[i], better[i - 1]);
                break;
            }

        foreach (var metric in All)
        {
            var value = metric(list, set, k);
            if (value is not (>= 0 and <= 1 + 1e-12) || metric(better, set, k) < value - 1e-12) return false;
        }

        // A longer look finds no less.
        return RankingFormulas.Hit(list, set, k + 1) >= RankingFormulas.Hit(list, set, k) && RankingFormulas.Recall(list, set, k + 1) >= RankingFormulas.Recall(list, set, k)
            && RankingFormulas.ReciprocalRank(list, set, k + 1) >= RankingFormulas.ReciprocalRank(list, set, k);
    }

    // By hand: the list is 5 1 7 2 9.
    [Theory]
    [InlineData(new[] { 1 }, 3, 1, 1, 1.0 / 3, 0.5, 0.5, 0.6309297535714575)]
    [InlineData(new[] { 1 }, 1, 0, 0, 0, 0, 0, 0)]
    [InlineData(new[] { 5, 2 }, 5, 1, 1, 0.4, 1, 0.75, 0.8772153153380493)] // (1 + 1/log2 5) / (1 + 1/log2 3); AP = (1 + 2/4) / 2
    [InlineData(new[] { 7, 2, 8 }, 4, 1, 2.0 / 3, 0.5, 1.0 / 3, 0.2777777777777778, 0.4367467095119492)] // AP = (1/3 + 2/4) / 3
    [InlineData(new[] { 0, 3, 4, 6 }, 10, 0, 0, 0, 0, 0, 0)]
    [InlineData(new[] { 5 }, 10, 1, 1, 0.1, 1, 1, 1)] // the list is shorter than k
    public void Hand_worked_table(int[] relevant, int k, double hit, double recall, double precision, double reciprocalRank, double averagePrecision, double ndcg)
    {
        int[] list = [5, 1, 7, 2, 9];
        Assert.Equal([hit, recall, precision, reciprocalRank, averagePrecision, ndcg], All.Select(metric => metric(list, relevant, k)), (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        foreach (var metric in All)
        {
            Assert.Equal("k", Assert.Throws<ArgumentOutOfRangeException>(() => metric([1], [1], 0)).ParamName);
            Assert.Equal("relevant", Assert.Throws<ArgumentException>(() => metric([1], [], 1)).ParamName);
        }
    }

    private delegate double Metric(int[] ranked, int[] relevant, int k);

    private static readonly Metric[] All =
    [
        (list, set, k) => RankingFormulas.Hit(list, set, k), (list, set, k) => RankingFormulas.Recall(list, set, k),
        (list, set, k) => RankingFormulas.Precision(list, set, k), (list, set, k) => RankingFormulas.ReciprocalRank(list, set, k),
        (list, set, k) => RankingFormulas.AveragePrecision(list, set, k), (list, set, k) => RankingFormulas.Ndcg(list, set, k),
    ];

    private static bool Close(double x, double y) => Math.Abs(x - y) < 1e-12;
}

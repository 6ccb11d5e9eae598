using FsCheck.Xunit;
using MarlRec.Recommenders.Metrics;

namespace MarlRec.Tests.Recommenders.Metrics;

public class RankingAccumulatorTests
{
    private static readonly int[] Popularity = [9, 4, 0, 1, 6, 2, 3, 8];

    [Property(MaxTest = 100)]
    public bool Means_and_standard_errors_equal_the_textbook(byte[] seeds, byte last)
    {
        var users = seeds.Append(last).Select(seed => (
            Ranked: Enumerable.Range(0, 8).OrderBy(item => item * (seed | 1) * 37 % 101).Take(seed % 9).ToArray(),
            Relevant: Enumerable.Range(0, 8).Where(item => item == seed % 8 || (seed >> item & 1) == 1).ToArray())).ToArray();
        var accumulator = new RankingAccumulator(Popularity, 3, 5);
        foreach (var (ranked, relevant) in users) accumulator.Add(ranked, relevant);
        foreach (var k in new[] { 3, 5 })
        {
            var result = accumulator.Result(k);
            var ndcg = users.Select(user => RankingFormulas.Ndcg(user.Ranked, user.Relevant, k)).ToArray();
            var deviation = ndcg.Length < 2 ? 0 : Math.Sqrt(ndcg.Sum(v => (v - ndcg.Average()) * (v - ndcg.Average())) / (ndcg.Length - 1));
            var lists = users.Select(user => user.Ranked.Take(k).ToArray()).ToArray();
            var shown = Enumerable.Range(0, 8).Select(item => (long)lists.Sum(list => list.Count(shown => shown == item))).ToArray();
            var popularity = lists.Where(list => list.Length > 0).Select(list => list.Average(item => Popularity[item])).DefaultIfEmpty(0).Average();
            if (result.Users != users.Length || result.Cutoff != k || Math.Abs(result.Ndcg.Mean - ndcg.Average()) > 1e-12
                || Math.Abs(result.Ndcg.StandardError - deviation / Math.Sqrt(ndcg.Length)) > 1e-12
                || Math.Abs(result.AveragePopularity - popularity) > 1e-9
                || result.ItemCoverage != ExposureFormulas.Coverage(shown) || result.GiniIndex != ExposureFormulas.Gini(shown)) return false;
        }

        return true;
    }

    [Fact]
    public void Rows_carry_every_number_under_its_name()
    {
        var accumulator = new RankingAccumulator(Popularity, 2);
        accumulator.Add([4, 1, 7], [1, 7]);
        accumulator.Add([0, 3], [4]);
        var rows = accumulator.Result(2).ToRows();
        Assert.Equal(["Hit@2", "Recall@2", "NDCG@2", "MRR@2", "MAP@2", "Precision@2", "ItemCoverage@2", "AveragePopularity@2", "GiniIndex@2"], rows.Select(row => row.Name));
        Assert.Equal([0.5, 0.25, 0.19342640361727083, 0.25, 0.125, 0.25, 0.5, 5, 0.5], rows.Select(row => row.Value), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(0.5, rows[0].StandardError, 12);
    }

    [Fact]
    public void One_user_has_no_standard_error_and_no_user_no_result()
    {
        var accumulator = new RankingAccumulator(Popularity, 1);
        Assert.Throws<InvalidOperationException>(() => accumulator.Result(1));
        accumulator.Add([], [3]);
        Assert.Equal(new MetricValue(0, 0), accumulator.Result(1).Hit);
        Assert.Throws<ArgumentOutOfRangeException>(() => accumulator.Result(2));
    }

    [Theory]
    [InlineData(new[] { 0, 0 }, new[] { 1 }, "ranked[1] is 0")]
    [InlineData(new[] { 0, 8 }, new[] { 1 }, "ranked[1] is 8")]
    [InlineData(new[] { 0 }, new[] { -1 }, "relevant[0] is -1")]
    [InlineData(new[] { 0 }, new[] { 2, 2 }, "relevant[1] is 2")]
    [InlineData(new[] { 0 }, new int[0], "relevant is empty")]
    public void A_bad_user_is_refused_and_changes_nothing(int[] ranked, int[] relevant, string expected)
    {
        var accumulator = new RankingAccumulator(Popularity, 1);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => accumulator.Add(ranked, relevant)).Message, StringComparison.Ordinal);
        Assert.Equal(0, accumulator.Users);
    }

    [Fact]
    public void Bad_settings_are_named()
    {
        Assert.Equal("popularity", Assert.Throws<ArgumentException>(() => new RankingAccumulator([], 1)).ParamName);
        Assert.Equal("popularity", Assert.Throws<ArgumentException>(() => new RankingAccumulator([-1], 1)).ParamName);
        Assert.Equal("cutoffs", Assert.Throws<ArgumentException>(() => new RankingAccumulator([1])).ParamName);
        Assert.Equal("cutoffs", Assert.Throws<ArgumentException>(() => new RankingAccumulator([1], 0)).ParamName);
        Assert.Equal("cutoffs", Assert.Throws<ArgumentException>(() => new RankingAccumulator([1], 5, 5)).ParamName);
    }
}

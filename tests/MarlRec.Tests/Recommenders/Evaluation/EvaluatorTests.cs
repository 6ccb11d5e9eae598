using MarlRec.Data;
using MarlRec.Data.Splits;
using MarlRec.Execution;
using MarlRec.Facade;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;

namespace MarlRec.Recommenders.Evaluation;

public class EvaluatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(50)]
    public void AnEvaluationIsTheNaiveOne(int cutoff)
    {
        var split = Split();
        var ranker = new PopularityRanker(split.Train);
        using var context = new ComputeContext(2);
        var metrics = Evaluator.EvaluateRanker(split, ranker, cutoff, context);
        double ndcg = 0, recall = 0;
        var users = 0;
        for (var user = 0; user < split.Train.UserCount; user++)
        {
            if (split.Test.History(user) is not [var target, ..]) continue;
            int[] history = [.. split.Train.History(user), .. split.Validation.History(user)];
            var list = Enumerable.Range(0, ranker.ItemCount).Where(item => !history.Contains(item)).OrderByDescending(item => ranker.Counts[item]).Take(cutoff).ToList();
            var rank = list.IndexOf(target);
            (ndcg, recall, users) = (ndcg + (rank >= 0 ? 1 / Math.Log2(rank + 2) : 0), recall + (rank >= 0 ? 1 : 0), users + 1);
        }

        Assert.Equal(ndcg / users, metrics.Ndcg.Mean, 6);
        Assert.Equal(recall / users, metrics.Recall.Mean, 6);
    }

    [Fact]
    public void TheRecommendersListsAreJudgedLikeItsRanker()
    {
        var split = Split();
        using var recommender = new RecommenderBuilder().With(ToyShop.Untrained).Build();
        recommender.Fit(split.Train, ToyShop.Catalog, cancellationToken: TestContext.Current.CancellationToken);
        var greedy = Evaluator.EvaluateRecommender(split, recommender.Recommend, ServingMode.Greedy, 5);
        Assert.Equal(greedy.Ndcg.Mean, Evaluator.EvaluateRecommender(split, recommender.Recommend, ServingMode.Prior, 5).Ndcg.Mean);
        Assert.True(greedy.Ndcg.Mean > Evaluator.EvaluateRanker(split, new RandomRanker(split.Train.ItemCount, new RandomStream(1)), 5).Ndcg.Mean);
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        var split = Split();
        Assert.Throws<ArgumentException>(() => Evaluator.EvaluateRanker(split, new RandomRanker(3, new RandomStream(1)), 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluator.EvaluateRanker(split, new PopularityRanker(split.Train), 0));
    }

    private static DataSplit Split() => LeaveLastOut.Split(ToyShop.Log);
}

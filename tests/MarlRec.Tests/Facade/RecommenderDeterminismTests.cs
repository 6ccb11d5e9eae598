using MarlRec.Data;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace MarlRec.Facade;

public class RecommenderDeterminismTests
{
    private static readonly TeamTrainingOptions s_training = ToyShop.Options.Replay;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EqualSeedsSaveEqualBytesWhateverTheDegreeOfParallelism(int degree)
    {
        using var recommender = ToyShop.Fit(degreeOfParallelism: degree);
        Assert.Equal(ToyShop.Folder(ToyShop.SavedFolder), ToyShop.Bytes(recommender));
        using var expected = ToyShop.Fitted();
        Live(recommender);
        Live(expected);
        Assert.Equal(ToyShop.Bytes(expected), ToyShop.Bytes(recommender));
    }

    [Fact]
    public void AnotherSeedGivesOtherBytes()
    {
        using var other = ToyShop.Fit(ToyShop.Options with { Seed = 6 });
        Assert.NotEqual(ToyShop.Folder(ToyShop.SavedFolder), ToyShop.Bytes(other));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void StoppingAndGoingOnIsTheSameAsNeverStopping(int stopAfter)
    {
        using var never = ToyShop.Fitted();
        var resumed = ToyShop.Fitted();
        for (var step = 0; step < 4; step++)
        {
            Assert.Equal(Step(never, step), Step(resumed, step));
            if (step != stopAfter) continue;
            var folder = ToyShop.NewFolder();
            resumed.Save(folder);
            var saved = ToyShop.Folder(folder);
            resumed.Dispose();
            resumed = Recommender.Load(folder, 2);
            Assert.Equal(saved, ToyShop.Bytes(resumed));
        }

        Assert.Equal(ToyShop.Bytes(never), ToyShop.Bytes(resumed));
        resumed.Dispose();
    }

    private static void Live(Recommender recommender)
    {
        for (var step = 0; step < 4; step++) Step(recommender, step);
    }

    private static string Step(Recommender recommender, int step)
    {
        switch (step)
        {
            case 0:
                var lists = new List<string>();
                foreach (var user in new[] { "user-00!", "user-01!", "somebody new" })
                {
                    var list = recommender.Recommend(new RecommendationRequest { UserId = user, Count = 4 });
                    recommender.Observe(Feedback.On(list[1], EventKind.Like));
                    recommender.Observe(Feedback.On(list[2], EventKind.Dislike));
                    lists.AddRange(list.Select(item => item.ToString()));
                }

                recommender.Recommend(new RecommendationRequest { UserId = "user-02!", Count = 4 });
                return string.Join(';', lists);
            case 1:
                return recommender.Learn().ToString();
            case 2:
                return recommender.TrainTeam(ToyShop.Users, s_training).ToString();
            default:
                var mine = recommender.Recommend(new RecommendationRequest { UserId = "user-00!", Text = "a novel of football", Count = 5 });
                recommender.Observe(new Feedback { UserId = "user-02!", ItemId = "films-1", Kind = EventKind.Rating, Value = 5 });
                return string.Join(';', mine) + recommender.Learn();
        }
    }
}

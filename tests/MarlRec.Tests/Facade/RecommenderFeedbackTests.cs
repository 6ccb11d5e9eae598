using MarlRec.Data;
using MarlRec.Execution;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace MarlRec.Facade;

public class RecommenderFeedbackTests
{
    private static RecommendationRequest Ask(string? user, ServingMode mode = ServingMode.Prior, int count = 30) => new() { UserId = user, Mode = mode, Count = count };

    [Theory]
    [InlineData(EventKind.Like, true)]
    [InlineData(EventKind.Click, true)]
    [InlineData(EventKind.Cart, true)]
    [InlineData(EventKind.Purchase, true)]
    [InlineData(EventKind.Rating, true)]
    [InlineData(EventKind.Dislike, false)]
    [InlineData(EventKind.Skip, false)]
    public void FeedbackMovesThisUsersNextListAndNobodyElses(EventKind kind, bool isLiked)
    {
        using var recommender = ToyShop.Fitted();
        string[] others = ["user-01!", "user-02!", "stranger"];
        var before = others.Select(user => recommender.Recommend(Ask(user)).ToArray()).ToArray();
        var (rank, version) = (MeanRank(recommender, "newcomer", "sports"), recommender.PolicyVersion);
        Assert.Equal(FeedbackOutcome.Applied, recommender.Observe(new Feedback { UserId = "newcomer", ItemId = "sports-4", Kind = kind, Value = kind == EventKind.Rating ? 5 : 1 }));
        var list = ToyShop.Ids(recommender.Recommend(Ask("newcomer")));
        Assert.Equal(kind == EventKind.Skip, list.Contains("sports-4"));
        if (isLiked) Assert.True(MeanRank(recommender, "newcomer", "sports") < rank);
        else Assert.True(MeanRank(recommender, "newcomer", "sports") > rank);
        Assert.Equal(before, others.Select(user => recommender.Recommend(Ask(user)).ToArray()));
        Assert.Equal(version, recommender.PolicyVersion);
        Assert.Contains("newcomer", recommender.Users);
    }

    [Fact]
    public void AViewIsAWeakSignThatHidesNothingAndPaysTheTeamNothing()
    {
        using var recommender = ToyShop.Fitted();
        var before = recommender.Recommend(Ask("user-04!", ServingMode.Sampled, 3));
        Assert.Equal(FeedbackOutcome.Applied, recommender.Observe(Feedback.On(before[0], EventKind.View)));
        Assert.Equal((0f, 0), (recommender.Decisions.Snapshot()[0].Reward, recommender.Decisions.Snapshot()[0].Answers.Count));
        Assert.Equal(0, recommender.Learn(TestContext.Current.CancellationToken).Decisions);
        var after = recommender.Recommend(Ask("user-04!", ServingMode.Prior)).Single(item => item.ItemId == before[0].ItemId);
        Assert.True(after.Score > before[0].Score);
    }

    [Fact]
    public void ALateAnswerStillReachesTheUser()
    {
        using var recommender = ToyShop.Fitted();
        var list = recommender.Recommend(Ask("late", ServingMode.Sampled, 3));
        Assert.Equal(FeedbackOutcome.Applied, recommender.Observe(Feedback.On(list[0], EventKind.Click)));
        Assert.Equal(1, recommender.Learn(TestContext.Current.CancellationToken).Decisions);
        Assert.Equal(FeedbackOutcome.Applied, recommender.Observe(Feedback.On(list[1], EventKind.Purchase)));
        Assert.DoesNotContain(list[1].ItemId, ToyShop.Ids(recommender.Recommend(Ask("late"))));
        Assert.Equal(0, recommender.Learn(TestContext.Current.CancellationToken).Decisions);
    }

    [Fact]
    public void AnonymousVisitorsDoNotShareADecision()
    {
        using var recommender = ToyShop.Fitted();
        var request = new RecommendationRequest { Text = "a book", Count = 3 };
        var (first, second) = (recommender.Recommend(request), recommender.Recommend(request));
        Assert.NotEqual(first[0].EventId, second[0].EventId);
        Assert.Equal(FeedbackOutcome.Applied, recommender.Observe(Feedback.On(first[0], EventKind.Click)));
        Assert.Equal(FeedbackOutcome.Applied, recommender.Observe(Feedback.On(second[0], EventKind.Click)));
        Assert.Equal(recommender.Recommend(request with { RequestId = "page" }), recommender.Recommend(request with { RequestId = "page" }));
    }

    [Fact]
    public void AnItemTurnedDownComesBackWhenItIsLikedAfterAllAndSeenItemsAreShown()
    {
        using var recommender = ToyShop.Fitted();
        var feedback = new Feedback { UserId = "fickle", ItemId = "sports-4", Kind = EventKind.Dislike };
        recommender.Observe(feedback);
        Assert.DoesNotContain("sports-4", ToyShop.Ids(recommender.Recommend(Ask("fickle") with { IncludeSeen = true })));
        recommender.Observe(feedback with { Kind = EventKind.Like });
        Assert.Contains("sports-4", ToyShop.Ids(recommender.Recommend(Ask("fickle") with { IncludeSeen = true })));
    }

    [Fact]
    public void ForgettingWhileAFitRunsHolds()
    {
        using var recommender = ToyShop.Fitted();
        var (log, catalog) = (ToyShop.Log, ToyShop.Catalog);
        recommender.Fit(log, catalog, new Inline(() => recommender.Forget("user-08!")), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("user-08!", recommender.Users);
        Assert.Contains("user-07!", recommender.Users);
    }

    private sealed class Inline(Action action) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => action();
    }

    [Fact]
    public void PreviewsAreNotKept()
    {
        using var recommender = ToyShop.Fitted();
        recommender.Recommend(Ask("a", ServingMode.Sampled, 3) with { IsLogged = false });
        Assert.Equal(0, recommender.Decisions.Count);
    }

    [Fact]
    public void NoAmountOfFeedbackMovesScoresFurtherThanTheBound()
    {
        using var recommender = ToyShop.Fitted();
        var before = recommender.Recommend(Ask("newcomer")).ToDictionary(item => item.ItemId, item => item.Score);
        for (var i = 0; i < 100; i++) recommender.Observe(new Feedback { UserId = "newcomer", ItemId = $"books-{i % 3}", Kind = EventKind.Dislike, Value = 1000 });
        Assert.All(recommender.Recommend(Ask("newcomer")), item => Assert.InRange(item.Score - before[item.ItemId], -1.001f, 1.001f));
    }

    [Fact]
    public void AnAnswerCountsOnce()
    {
        using var recommender = ToyShop.Fitted();
        var list = recommender.Recommend(Ask("user-05!", ServingMode.Sampled, 5));
        Assert.Equal(FeedbackOutcome.Applied, recommender.Observe(Feedback.On(list[0], EventKind.Like)));
        var after = ToyShop.Bytes(recommender);
        Assert.Equal(FeedbackOutcome.Duplicate, recommender.Observe(Feedback.On(list[0], EventKind.Like)));
        Assert.Equal(FeedbackOutcome.Duplicate, recommender.Observe(Feedback.On(list[0], EventKind.Like) with { UserId = "user-05!" }));
        Assert.Equal(after, ToyShop.Bytes(recommender));
        Assert.Equal(FeedbackOutcome.Applied, recommender.Observe(Feedback.On(list[0], EventKind.Purchase)));
        var logged = Assert.Single(recommender.Decisions.Snapshot());
        Assert.Equal(6, logged.Reward);
        Assert.Equal(2, logged.Answers.Count);
    }

    [Fact]
    public void AnUnknownEventStillTellsOfTheUser()
    {
        using var recommender = ToyShop.Fitted();
        Assert.Equal(FeedbackOutcome.UnknownEvent, recommender.Observe(new Feedback { UserId = "newcomer", ItemId = "films-1", Kind = EventKind.Like, EventId = "gone" }));
        Assert.Contains("newcomer", recommender.Users);
        var before = ToyShop.Bytes(recommender);
        Assert.Equal(FeedbackOutcome.UnknownEvent, recommender.Observe(new Feedback { ItemId = "films-1", Kind = EventKind.Like, EventId = "gone" }));
        Assert.Equal(before, ToyShop.Bytes(recommender));
    }

    public static TheoryData<string> BadFeedback => ["null item", "empty item", "unknown item", "nobody", "empty user", "kind", "NaN", "infinity", "too large", "not shown", "wrong user"];

    [Theory]
    [MemberData(nameof(BadFeedback))]
    public void BadFeedbackIsRefusedAndChangesNothing(string what)
    {
        using var recommender = ToyShop.Fitted();
        var list = recommender.Recommend(Ask("user-06!", ServingMode.Sampled, 5));
        var before = ToyShop.Bytes(recommender);
        var good = new Feedback { UserId = "user-06!", ItemId = "films-1", Kind = EventKind.Click };
        var bad = what switch
        {
            "null item" => good with { ItemId = null! },
            "empty item" => good with { ItemId = "" },
            "unknown item" => good with { ItemId = "no such item" },
            "nobody" => good with { UserId = null },
            "empty user" => good with { UserId = "" },
            "kind" => good with { Kind = (EventKind)99 },
            "NaN" => good with { Value = float.NaN },
            "infinity" => good with { Value = float.PositiveInfinity },
            "too large" => good with { Value = float.MaxValue, Kind = EventKind.View },
            "not shown" => Feedback.On(list[0], EventKind.Like) with { ItemId = recommender.Items.Ids.First(id => !ToyShop.Ids(list).Contains(id)) },
            _ => Feedback.On(list[0], EventKind.Like) with { UserId = "user-07!" },
        };
        Assert.ThrowsAny<ArgumentException>(() => recommender.Observe(bad));
        Assert.Equal(before, ToyShop.Bytes(recommender));
        Assert.Throws<ArgumentNullException>(() => recommender.Observe(null!));
    }

    [Fact]
    public void LearningChangesOthersByPromotionOnly()
    {
        using var recommender = ToyShop.Fitted();
        var promotions = 0;
        for (var round = 0; round < 6; round++)
        {
            for (var user = 0; user < 8; user++)
            {
                var list = recommender.Recommend(new RecommendationRequest { UserId = $"user-{user:00}!", Count = 3, RequestId = $"{round}" });
                if (ToyShop.Topic(list[0].ItemId) == "films") recommender.Observe(Feedback.On(list[0], EventKind.Click));
            }

            var (version, bystander) = (recommender.PolicyVersion, recommender.Recommend(Ask("user-29!", ServingMode.Greedy)).Select(item => (item.ItemId, item.Score)).ToArray());
            var report = recommender.Learn(TestContext.Current.CancellationToken);
            Assert.Equal(version + (report.Promoted ? 1 : 0), recommender.PolicyVersion);
            Assert.Equal(report.Promoted, report.Decisions > 0 && report.CandidateEstimate >= report.ServedEstimate);
            if (report.Promoted) promotions++;
            else Assert.Equal(bystander, recommender.Recommend(Ask("user-29!", ServingMode.Greedy)).Select(item => (item.ItemId, item.Score)));
        }

        Assert.InRange(promotions, 1, 6);
    }

    [Fact]
    public void SilenceIsAnAnswerOnceTheUserHasAskedAgainAndGreedyListsTeachNothing()
    {
        using var recommender = ToyShop.Fitted();
        recommender.Recommend(Ask("a", ServingMode.Sampled, 3) with { RequestId = "1" });
        Assert.Equal(0, recommender.Learn(TestContext.Current.CancellationToken).Decisions);
        recommender.Recommend(Ask("a", ServingMode.Sampled, 3) with { RequestId = "2" });
        recommender.Recommend(Ask("b", ServingMode.Greedy, 3) with { RequestId = "1" });
        recommender.Recommend(Ask("b", ServingMode.Sampled, 3) with { RequestId = "2" });
        Assert.Equal(1, recommender.Learn(TestContext.Current.CancellationToken).Decisions);
        Assert.Equal([true, false, false, false], recommender.Decisions.Snapshot().Select(logged => logged.IsLearned));
    }

    [Fact]
    public void ForgettingLeavesNoTrace()
    {
        using var recommender = ToyShop.Fitted();
        const string user = "Ödön-the-forgotten";
        Assert.False(recommender.Forget(user));
        var before = ToyShop.Bytes(recommender);
        var list = recommender.Recommend(Ask(user, ServingMode.Sampled, 4));
        recommender.Observe(Feedback.On(list[0], EventKind.Like));
        Assert.NotEqual(before, ToyShop.Bytes(recommender));
        Assert.True(recommender.Forget(user));
        Assert.Equal(before, ToyShop.Bytes(recommender));
        Assert.Contains("user-08!", before, StringComparison.Ordinal);
        Assert.True(recommender.Forget("user-08!"));
        Assert.DoesNotContain("user-08!", ToyShop.Bytes(recommender), StringComparison.Ordinal);
        Assert.False(recommender.Forget("user-08!"));
        Assert.ThrowsAny<ArgumentException>(() => recommender.Forget(""));
        Assert.ThrowsAny<ArgumentException>(() => recommender.Forget(null!));
    }

    [Theory]
    [InlineData("fit")]
    [InlineData("fit late")]
    [InlineData("train")]
    [InlineData("train late")]
    [InlineData("learn")]
    [InlineData("users fail")]
    public void WhatIsBrokenOffLeavesEverythingAsItWas(string what)
    {
        using var recommender = ToyShop.Fitted();
        recommender.Observe(Feedback.On(recommender.Recommend(Ask("user-09!", ServingMode.Sampled, 4))[0], EventKind.Like));
        var before = ToyShop.Bytes(recommender);
        using var source = new CancellationTokenSource();
        var late = new Canceller(source, what.StartsWith("fit", StringComparison.Ordinal) ? 5 : 1);
        if (!what.Contains("late", StringComparison.Ordinal) && what != "users fail") source.Cancel();
        var made = 0;
        Action run = what switch
        {
            "fit" or "fit late" => () => recommender.Fit(ToyShop.Log, ToyShop.Catalog, late, source.Token),
            "train" or "train late" => () => recommender.TrainTeam(ToyShop.Users, ToyShop.Options.Replay with { Updates = 5 }, late, source.Token),
            "learn" => () => recommender.Learn(source.Token),
            _ => () => recommender.TrainTeam(() => made++ < 3 ? ToyShop.Users() : throw new OperationCanceledException(), ToyShop.Options.Replay),
        };
        Assert.ThrowsAny<OperationCanceledException>(run);
        Assert.Equal(before, ToyShop.Bytes(recommender));
    }

    [Fact]
    public void NothingWorksBeforeTheFirstFit()
    {
        using var recommender = new RecommenderBuilder().With(ToyShop.Options).Build();
        Assert.False(recommender.IsFitted);
        Assert.Equal(0, recommender.PolicyVersion);
        Assert.Throws<InvalidOperationException>(() => recommender.Users);
        Assert.Throws<InvalidOperationException>(() => recommender.Decisions);
        Assert.Throws<InvalidOperationException>(() => recommender.Forget("u"));
        Assert.Throws<InvalidOperationException>(() => recommender.Items);
        Assert.Throws<InvalidOperationException>(() => recommender.Recommend(Ask("u")));
        Assert.Throws<InvalidOperationException>(() => recommender.Observe(new Feedback { UserId = "u", ItemId = "i", Kind = EventKind.Click }));
        Assert.Throws<InvalidOperationException>(() => recommender.Learn(TestContext.Current.CancellationToken));
        Assert.Throws<InvalidOperationException>(() => recommender.TrainTeam(ToyShop.Users, ToyShop.Options.Replay, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidOperationException>(() => recommender.PlaySessions(ToyShop.Users, ToyShop.World, ServingMode.Greedy, 1, 0));
        Assert.Throws<InvalidOperationException>(() => recommender.Save(Path.GetTempPath()));
        Assert.Throws<ArgumentException>(() => recommender.Fit(new InteractionLog.Builder().Build(), ToyShop.Catalog, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => recommender.Fit(new InteractionLog.Builder().Add("u", "i", EventKind.View).Build(), ToyShop.Catalog, cancellationToken: TestContext.Current.CancellationToken));
        Assert.False(recommender.IsFitted);
    }

    [Fact]
    public void OneUserWithOneClickOnTheOnlyItemIsEnough()
    {
        using var recommender = new RecommenderBuilder().With(ToyShop.Options).Build();
        recommender.Fit(new InteractionLog.Builder().Add("u", "i").Build(), ItemCatalog.Empty, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(recommender.Recommend(Ask("u")));
        Assert.Equal(["i"], ToyShop.Ids(recommender.Recommend(Ask("v", ServingMode.Sampled) with { Text = "anything" })));
    }

    [Fact]
    public void SessionsAreCheckedAndRepeatable()
    {
        using var recommender = ToyShop.Fitted();
        foreach (var mode in Enum.GetValues<ServingMode>())
            Assert.Equal(recommender.PlaySessions(ToyShop.Users, ToyShop.World, mode, 5, 3), recommender.PlaySessions(ToyShop.Users, ToyShop.World, mode, 5, 3));
        Assert.ThrowsAny<ArgumentException>(() => recommender.PlaySessions(ToyShop.Users, ToyShop.World, (ServingMode)7, 1, 0));
        Assert.ThrowsAny<ArgumentException>(() => recommender.PlaySessions(ToyShop.Users, ToyShop.World, ServingMode.Greedy, 0, 0));
        Assert.ThrowsAny<ArgumentException>(() => recommender.PlaySessions(() => null!, ToyShop.World, ServingMode.Greedy, 1, 0));
        Assert.ThrowsAny<ArgumentException>(() => recommender.PlaySessions(ToyShop.Users, ToyShop.World with { Form = Environments.Slates.SlateForm.Simultaneous }, ServingMode.Greedy, 1, 0));
        Assert.ThrowsAny<ArgumentException>(() => recommender.PlaySessions(ToyShop.Users, ToyShop.World with { CandidateCount = 31 }, ServingMode.Greedy, 1, 0));
    }

    private static double MeanRank(Recommender recommender, string user, string topic) =>
        recommender.Recommend(Ask(user) with { Exclude = ["sports-4"] }).Where(item => ToyShop.Topic(item.ItemId) == topic).Average(item => item.Slot);

    private sealed class Canceller(CancellationTokenSource source, int after) : IProgress<FitProgress>
    {
        private int _reports;

        public void Report(FitProgress value)
        {
            if (++_reports == after) source.Cancel();
        }
    }
}

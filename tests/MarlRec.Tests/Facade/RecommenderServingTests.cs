using MarlRec.Data;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;

namespace MarlRec.Facade;

public class RecommenderServingTests
{
    private static RecommendationRequest For(string? user, ServingMode mode = ServingMode.Sampled, int count = 10) => new() { UserId = user, Mode = mode, Count = count };

    [Fact]
    public void AnUntrainedTeamServesExactlyTheRankersList()
    {
        using var recommender = ToyShop.Fit(ToyShop.Untrained);
        foreach (var user in ToyShop.Log.UserIds.Ids.Append("nobody"))
        {
            foreach (var count in new[] { 1, 3, 12, 30 })
            {
                foreach (var request in Variants(For(user, ServingMode.Greedy, count)))
                {
                    var greedy = recommender.Recommend(request);
                    Assert.Equal(ToyShop.Ids(recommender.Recommend(request with { Mode = ServingMode.Prior })), ToyShop.Ids(greedy));
                    Assert.All(greedy, item => Assert.Equal(1, item.Propensity));
                }
            }
        }
    }

    [Fact]
    public void ThePriorListIsAFullSortOfTheRankersScores()
    {
        // Scores of a list that is as long as the catalogue are those of every item; shorter lists must be its prefix after the filters.
        using var recommender = ToyShop.Fitted();
        foreach (var user in ToyShop.Log.UserIds.Ids)
        {
            var index = ToyShop.Log.UserIds.IndexOf(user);
            string[] seen = [.. ToyShop.Log.History(index).ToArray().Select(item => ToyShop.Log.ItemIds[item])];
            var whole = recommender.Recommend(For(user, ServingMode.Prior, 1000) with { IncludeSeen = true });
            Assert.Equal(30, whole.Count);
            var sorted = ToyShop.Catalog.Ids.Ids.OrderByDescending(id => whole.First(item => item.ItemId == id).Score).ThenBy(id => recommender.Items.IndexOf(id)).ToArray();
            Assert.Equal(sorted, ToyShop.Ids(whole));
            foreach (var request in Variants(For(user, ServingMode.Prior, 5)).Take(4))
            {
                var expected = sorted.Where(id => (request.IncludeSeen || !seen.Contains(id)) && request.Exclude?.Contains(id) != true
                    && (request.Filter is null || request.Filter(ToyShop.Catalog[ToyShop.Catalog.Ids.IndexOf(id)]))).Take(5);
                Assert.Equal(expected, ToyShop.Ids(recommender.Recommend(request)));
            }
        }
    }

    [Theory]
    [InlineData(ServingMode.Sampled)]
    [InlineData(ServingMode.Greedy)]
    [InlineData(ServingMode.Prior)]
    public void WhatIsServedIsWhatIsLogged(ServingMode mode)
    {
        using var recommender = ToyShop.Fitted();
        foreach (var request in Variants(For("user-03!", mode, 6)))
        {
            var list = recommender.Recommend(request);
            Assert.Equal(Enumerable.Range(0, list.Count), list.Select(item => item.Slot));
            Assert.Equal(list.Count, ToyShop.Ids(list).Distinct().Count());
            Assert.All(list, item => Assert.True(item.Propensity is > 0 and <= 1 && item.PolicyVersion == recommender.PolicyVersion && item.EventId == list[0].EventId));
            Assert.True(recommender.Decisions.TryGet(list[0].EventId, out var decision));
            Assert.Equal(ToyShop.Ids(list), decision.Slots.Select(slot => recommender.Items[decision.Candidates[slot]]));
            Assert.Equal(list.Select(item => item.Propensity), decision.Propensities);
            Assert.Equal((mode == ServingMode.Sampled, "user-03!", recommender.PolicyVersion), (decision.IsDrawn, decision.UserId, decision.PolicyVersion));
        }
    }

    [Fact]
    public void RequestsWithOneNameThatComeOutDifferentlyAreDifferentEvents()
    {
        using var recommender = ToyShop.Fitted();
        var named = For("new-a") with { RequestId = "r" };
        var list = recommender.Recommend(named);
        Assert.Equal(list, recommender.Recommend(named));
        var others = new[] { named with { UserId = "new-b" }, named with { Count = 3 }, named with { Mode = ServingMode.Greedy }, named with { Exclude = [list[0].ItemId] }, named with { Text = "novel" } };
        string[] events = [list[0].EventId, .. others.Select(other => recommender.Recommend(other)[0].EventId)];
        Assert.Equal(events.Length, events.Distinct().Count());
        recommender.Observe(Feedback.On(recommender.Recommend(named with { UserId = "new-b" })[0], EventKind.Like));
        Assert.Equal(list, recommender.Recommend(named));
        Assert.DoesNotContain("new-a", recommender.Users);
        // The first page of a longer list is the shorter list.
        Assert.Equal(ToyShop.Ids(list)[..4], ToyShop.Ids(recommender.Recommend(named with { Count = 4 })));
        Assert.NotEqual(ToyShop.Ids(list), ToyShop.Ids(recommender.Recommend(named with { RequestId = "another" })));
    }

    [Fact]
    public void ConcurrentCallsGiveTheListsOfSerialOnes()
    {
        using var serial = ToyShop.Fitted();
        using var concurrent = ToyShop.Fitted();
        var requests = ToyShop.Log.UserIds.Ids.SelectMany(user => Variants(For(user))).ToArray();
        var expected = requests.Select(request => serial.Recommend(request).ToArray()).ToArray();
        var actual = new Recommendation[requests.Length][];
        Parallel.For(0, requests.Length, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, i => actual[i] = [.. concurrent.Recommend(requests[i])]);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task ServingGoesOnWhileAnotherCatalogueIsFitted()
    {
        using var recommender = ToyShop.Fitted();
        var smaller = new InteractionLog.Builder();
        foreach (var user in new[] { "user-00!", "user-01!" })
            for (var i = 0; i < 3; i++) smaller.Add(user, $"thing-{i}", EventKind.Click, 1, i);
        var log = smaller.Build();
        using var done = new CancellationTokenSource();
        var serving = Task.Run(() =>
        {
            var served = 0;
            while (!done.IsCancellationRequested)
                if (recommender.Recommend(For("user-00!") with { RequestId = $"{served++}" }) is [var first, ..]) _ = recommender.Decisions.TryGet(first.EventId, out _);
        }, TestContext.Current.CancellationToken);
        for (var round = 0; round < 3; round++)
        {
            recommender.Fit(log, ItemCatalog.Empty, cancellationToken: TestContext.Current.CancellationToken);
            recommender.Learn(TestContext.Current.CancellationToken);
            recommender.Fit(ToyShop.Log, ToyShop.Catalog, cancellationToken: TestContext.Current.CancellationToken);
            recommender.Learn(TestContext.Current.CancellationToken);
        }

        await done.CancelAsync();
        await serving;
    }

    [Theory]
    [InlineData("novel author library", "books")]
    [InlineData("football GOAL", "sports")]
    [InlineData("The actor and the director!", "films")]
    public void ATextFromAStrangerBringsItsTopic(string text, string topic)
    {
        using var recommender = ToyShop.Fitted();
        foreach (var user in new[] { null, "stranger" })
        {
            var list = recommender.Recommend(For(user, ServingMode.Greedy, 5) with { Text = text });
            Assert.All(list, item => Assert.Equal(topic, ToyShop.Topic(item.ItemId)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void AHistoryFromAStrangerBringsItsTopic(int topic)
    {
        using var recommender = ToyShop.Fitted();
        string[] history = [.. Enumerable.Range(0, 3).Select(i => $"{ToyShop.Topics[topic]}-{i}")];
        var list = ToyShop.Ids(recommender.Recommend(For(null, ServingMode.Greedy, 4) with { History = history }));
        Assert.All(list, id => Assert.Equal(ToyShop.Topics[topic], ToyShop.Topic(id)));
        Assert.Empty(list.Intersect(history));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("xylophone quixotic")]
    [InlineData("the of and")]
    public void WhoSaysNothingThatIsKnownGetsThePopularItems(string? text)
    {
        using var recommender = ToyShop.Fitted();
        var counts = new PopularityRanker(ToyShop.Log).Counts.ToArray();
        var expected = recommender.Items.Ids.OrderByDescending(id => ToyShop.Log.ItemIds.TryGetIndex(id, out var item) ? counts[item] : 0).ThenBy(id => recommender.Items.IndexOf(id));
        Assert.Equal(expected.Take(10), ToyShop.Ids(recommender.Recommend(For("stranger", ServingMode.Prior) with { Text = text })));
        Assert.Equal(expected.Take(10), ToyShop.Ids(recommender.Recommend(For(null, ServingMode.Prior) with { Text = text, History = [] })));
    }

    [Fact]
    public void NothingIsServedWhereNothingIsAllowed()
    {
        using var recommender = ToyShop.Fitted();
        Assert.Empty(recommender.Recommend(For("user-00!") with { Filter = _ => false }));
        Assert.Empty(recommender.Recommend(For(null) with { Exclude = recommender.Items.Ids.ToArray() }));
        Assert.Equal(0, recommender.Decisions.Count);
        Assert.Throws<TimeoutException>(() => recommender.Recommend(For(null) with { Filter = _ => throw new TimeoutException() }));
    }

    public static TheoryData<string> BadRequests => ["count 0", "count -1", "count 1001", "mode", "empty user", "empty request id", "null in history", "unknown in history", "empty in exclude"];

    [Theory]
    [MemberData(nameof(BadRequests))]
    public void BadRequestsAreRefusedAndLeaveNoTrace(string what)
    {
        using var recommender = ToyShop.Fitted();
        var request = what switch
        {
            "count 0" => For("u") with { Count = 0 },
            "count -1" => For("u") with { Count = -1 },
            "count 1001" => For("u") with { Count = 1001 },
            "mode" => For("u", (ServingMode)9),
            "empty user" => For(""),
            "empty request id" => For("u") with { RequestId = "" },
            "null in history" => For("u") with { History = ["books-1", null!] },
            "unknown in history" => For("u") with { History = ["books-1", "no such item"] },
            _ => For("u") with { Exclude = [""] },
        };
        Assert.ThrowsAny<ArgumentException>(() => recommender.Recommend(request));
        Assert.Equal(ToyShop.Folder(ToyShop.SavedFolder), ToyShop.Bytes(recommender));
        Assert.Throws<ArgumentNullException>(() => recommender.Recommend(null!));
    }

    private static IEnumerable<RecommendationRequest> Variants(RecommendationRequest request) =>
    [
        request,
        request with { IncludeSeen = true },
        request with { Exclude = ["books-1", "films-3", "no such item"] },
        request with { Filter = item => item.Attributes["topic"][0] != "sports" },
        request with { Text = "novel football" },
        request with { History = ["films-0", "books-2"], RequestId = "r" },
    ];
}

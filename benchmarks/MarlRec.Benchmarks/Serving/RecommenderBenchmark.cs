using BenchmarkDotNet.Attributes;
using MarlRec.Data;
using MarlRec.Execution;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace MarlRec.Benchmarks.Serving;

/// <summary>One request, and one piece of feedback of a new visitor, against a fitted recommender of 5,000 items: what a host waits for.</summary>
[MemoryDiagnoser]
public class RecommenderBenchmark
{
    private const int Items = 5000;
    private const int Users = 500;

    private Recommender _recommender = null!;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        var catalog = new ItemCatalog(Enumerable.Range(0, Items).Select(item => new CatalogItem { Id = $"item-{item}" }));
        var builder = new InteractionLog.Builder(null, catalog.Ids);
        for (var user = 0; user < Users; user++)
            for (var n = 0; n < 20; n++) builder.Add($"user-{user}", $"item-{random.Next(Items)}", EventKind.Click, 1, n);
        _recommender = new RecommenderBuilder()
            .WithRanker(new InterestRankerOptions { Epochs = 1 })
            .WithReplay(new TeamTrainingOptions { Updates = 1 })
            .Build();
        _recommender.Fit(builder.Build(), catalog);
    }

    [GlobalCleanup]
    public void Cleanup() => _recommender.Dispose();

    [Benchmark]
    public int Recommend() => _recommender.Recommend(new RecommendationRequest { UserId = $"user-{_next++ % Users}" }).Count;

    [Benchmark]
    public FeedbackOutcome Observe() => _recommender.Observe(new Feedback { UserId = $"visitor-{_next++}", ItemId = "item-7", Kind = EventKind.Like });
}

using System.Runtime.CompilerServices;
using MarlRec;
using MarlRec.Data;
using MarlRec.Execution;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

// Trains a little, saves, loads, recommends and learns: what a host does, compiled ahead of time.
string[] topics = ["mystery novel", "football match", "space film"];
var items = Enumerable.Range(0, 30).Select(i => new CatalogItem { Id = $"item{i}", Text = $"A {topics[i % 3]} about story {i / 3}" });
var log = new InteractionLog.Builder();
var random = new RandomStream(3);
for (var user = 0; user < 40; user++)
    for (var step = 0; step < 8; step++) log.Add($"user{user}", $"item{random.Next(10) * 3 + user % 3}", EventKind.Click, 1, step);

using var recommender = new RecommenderBuilder()
    .WithSeed(7)
    .WithRanker(new InterestRankerOptions { Size = 16, Epochs = 3, Negatives = 16 })
    .WithReplay(new TeamTrainingOptions { Updates = 2, SessionsPerUpdate = 8, EvaluateEvery = 1, EvaluationSessions = 16 })
    .Build();
var report = recommender.Fit(log.Build(), new ItemCatalog(items));

var folder = Directory.CreateTempSubdirectory("marlrec-aot-");
try
{
    recommender.Save(folder.FullName);
    using var loaded = Recommender.Load(folder.FullName);
    var request = new RecommendationRequest { Text = "I like a mystery novel", Count = 5, RequestId = "smoke" };
    var list = loaded.Recommend(request);
    Require(list.Count == 5 && list.All(item => item.Propensity is > 0 and <= 1), "a list of five with propensities was expected");
    Require(list.Select(item => item.ItemId).SequenceEqual(recommender.Recommend(request).Select(item => item.ItemId)), "the loaded model recommends otherwise than the saved one");
    Require(loaded.Observe(Feedback.On(list[0], EventKind.Click)) == FeedbackOutcome.Applied, "feedback was not applied");
    loaded.Learn();
    Console.WriteLine($"OK: {report.Users} users, {report.Items} items, first {list[0].ItemId}, {RunManifest.Create().VectorBits}-bit vectors, dynamic code {(RuntimeFeature.IsDynamicCodeSupported ? "possible" : "impossible")}.");
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}

static void Require(bool condition, string otherwise)
{
    if (!condition) throw new InvalidOperationException($"The smoke test failed: {otherwise}.");
}

using MarlRec.Data;
using MarlRec.Environments.Slates;
using MarlRec.Execution;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace MarlRec.Facade;

/// <summary>Three topics of ten items and ten users each, and a recommender small enough to be fitted in a moment.</summary>
internal static class ToyShop
{
    internal const int PerTopic = 10;
    internal static readonly string[] Topics = ["books", "sports", "films"];

    private static readonly string[][] s_words =
        [["novel", "reading", "library", "poem", "author"], ["football", "running", "goal", "stadium", "coach"], ["cinema", "actor", "scene", "director", "screen"]];

    private static readonly Lazy<string> s_saved = new(() =>
    {
        using var recommender = Fit();
        var folder = NewFolder();
        recommender.Save(folder);
        return folder;
    });

    internal static ItemCatalog Catalog { get; } = new(Enumerable.Range(0, 30).Select(item => new CatalogItem
    {
        Id = $"{Topics[item / PerTopic]}-{item % PerTopic}",
        Text = string.Join(' ', Enumerable.Range(0, 4).Select(w => s_words[item / PerTopic][(item + w * (1 + item % 2)) % 5])),
        Attributes = new Dictionary<string, IReadOnlyList<string>> { ["topic"] = [Topics[item / PerTopic]] },
    }));

    internal static InteractionLog Log { get; } = MakeLog();

    internal static RecommenderOptions Options { get; } = new()
    {
        Seed = 5,
        Ranker = new InterestRankerOptions { Size = 8, Epochs = 4, SequenceLength = 6, BatchSize = 8, Negatives = 12, TextLength = 6, LearningRate = 0.01 },
        Team = new SlotTeamOptions { HiddenSize = 8, MinibatchSize = 64 },
        Replay = new TeamTrainingOptions { Updates = 2, SessionsPerUpdate = 8, EvaluateEvery = 1, EvaluationSessions = 8, Environment = World },
        Serving = new ServingOptions { CandidateCount = 12, DecisionCapacity = 100 },
    };

    internal static RecommendationEnvironmentOptions World => new() { SlateSize = 3, CandidateCount = 8, MaxRounds = 3 };

    internal static RecommenderOptions Untrained => Options with { Replay = Options.Replay with { Updates = 0 } };

    /// <summary>A fitted recommender of the caller's own.</summary>
    internal static Recommender Fitted(int degreeOfParallelism = 1) => Recommender.Load(s_saved.Value, degreeOfParallelism);

    internal static string SavedFolder => s_saved.Value;

    internal static Recommender Fit(RecommenderOptions? options = null, int degreeOfParallelism = 1)
    {
        var recommender = new RecommenderBuilder().With(options ?? Options).WithDegreeOfParallelism(degreeOfParallelism).Build();
        recommender.Fit(Log, Catalog, cancellationToken: TestContext.Current.CancellationToken);
        return recommender;
    }

    internal static IUserModel Users() =>
        new TopicPopulation([.. Enumerable.Range(0, 30).Select(item => item / PerTopic)], new float[30], new TopicPopulationOptions { LikedTopics = 1, HistoryLength = 3 });

    internal static string[] Ids(IEnumerable<Recommendation> list) => [.. list.Select(item => item.ItemId)];

    internal static string Topic(string itemId) => itemId[..itemId.IndexOf('-', StringComparison.Ordinal)];

    /// <summary>Every saved byte, as text that compares and searches well.</summary>
    internal static string Bytes(Recommender recommender)
    {
        var folder = NewFolder();
        recommender.Save(folder);
        var bytes = Folder(folder);
        Directory.Delete(folder, recursive: true);
        return bytes;
    }

    internal static string Folder(string folder) =>
        string.Concat(Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file) + System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    internal static string NewFolder() => Directory.CreateTempSubdirectory("marlrec-test").FullName;

    private static InteractionLog MakeLog()
    {
        var builder = new InteractionLog.Builder(itemIds: null);
        var random = new RandomStream(77);
        for (var user = 0; user < 30; user++)
        {
            var topic = user % 3;
            var items = Enumerable.Range(0, PerTopic).ToArray();
            random.Shuffle(items.AsSpan());
            for (var i = 0; i < 4 + user % 5; i++) builder.Add($"user-{user:00}!", $"{Topics[topic]}-{items[i]}", EventKind.Click, 1, i);
        }

        return builder.Build();
    }
}

using MarlRec.Data;
using MarlRec.Environments.Slates;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace MarlRec.Facade;

public class RecommenderOptionsTests
{
    private static readonly Dictionary<string, Func<RecommenderOptions, RecommenderOptions>> s_changes = new()
    {
        ["Seed"] = o => o with { Seed = 9 },
        ["Size"] = o => o with { Ranker = o.Ranker with { Size = 6 } },
        ["SequenceLength"] = o => o with { Ranker = o.Ranker with { SequenceLength = 3 } },
        ["Epochs"] = o => o with { Ranker = o.Ranker with { Epochs = 2 } },
        ["BatchSize"] = o => o with { Ranker = o.Ranker with { BatchSize = 5 } },
        ["Negatives"] = o => o with { Ranker = o.Ranker with { Negatives = 5 } },
        ["LearningRate"] = o => o with { Ranker = o.Ranker with { LearningRate = 0.02 } },
        ["Dropout"] = o => o with { Ranker = o.Ranker with { Dropout = 0 } },
        ["TextLength"] = o => o with { Ranker = o.Ranker with { TextLength = 2 } },
        ["MaxWords"] = o => o with { Ranker = o.Ranker with { MaxWords = 5 } },
        ["Transitions"] = o => o with { Ranker = o.Ranker with { Transitions = [new TransitionCountsOptions { Window = 1 }] } },
        ["HiddenSize"] = o => o with { Team = o.Team with { HiddenSize = 4 } },
        ["PriorWeight"] = o => o with { Team = o.Team with { PriorWeight = 1 } },
        ["Discount"] = o => o with { Team = o.Team with { Discount = 0.1 } },
        ["Lambda"] = o => o with { Team = o.Team with { Lambda = 0 } },
        ["PriorLeash"] = o => o with { Team = o.Team with { PriorLeash = 10 } },
        ["RatioClip"] = o => o with { Team = o.Team with { RatioClip = 1e-6 } },
        ["TeamEpochs"] = o => o with { Team = o.Team with { Epochs = 1 } },
        ["MinibatchSize"] = o => o with { Team = o.Team with { MinibatchSize = 7 } },
        ["TeamLearningRate"] = o => o with { Team = o.Team with { LearningRate = 0.01 } },
        ["CriticLearningRate"] = o => o with { Team = o.Team with { CriticLearningRate = 0.01 } },
        ["PairLearningRate"] = o => o with { Team = o.Team with { PairLearningRate = 0.01 } },
        ["GradientNorm"] = o => o with { Team = o.Team with { GradientNorm = 1e-4 } },
        ["EvaluationSessions"] = o => o with { Replay = o.Replay with { EvaluationSessions = 5 } },
        ["ReplayCandidateCount"] = o => o with { Replay = o.Replay with { Environment = o.Replay.Environment with { CandidateCount = 5 } } },
        ["MaxRounds"] = o => o with { Replay = o.Replay with { Environment = o.Replay.Environment with { MaxRounds = 1 } } },
        ["Horizon"] = o => o with { ReplayedUsers = o.ReplayedUsers with { Horizon = 1 } },
        ["EarliestStart"] = o => o with { ReplayedUsers = o.ReplayedUsers with { EarliestStart = 0 } },
        ["LeaveProbability"] = o => o with { ReplayedUsers = o.ReplayedUsers with { LeaveProbability = 1 } },
        ["Updates"] = o => o with { Replay = o.Replay with { Updates = 1 } },
        ["SessionsPerUpdate"] = o => o with { Replay = o.Replay with { SessionsPerUpdate = 4 } },
        ["SlateSize"] = o => o with { Replay = o.Replay with { Environment = o.Replay.Environment with { SlateSize = 2 } } },
        ["Attention"] = o => o with { ReplayedUsers = o.ReplayedUsers with { Attention = 0.2 } },
        ["ResidualBound"] = o => o with { Ranker = o.Ranker with { ResidualBound = 0.1 } },
        ["ResidualRate"] = o => o with { Ranker = o.Ranker with { ResidualRate = 0.1 } },
        ["CandidateCount"] = o => o with { Serving = o.Serving with { CandidateCount = 5 } },
        ["Temperature"] = o => o with { Serving = o.Serving with { Temperature = 3 } },
        ["ExplorationFloor"] = o => o with { Serving = o.Serving with { ExplorationFloor = 0.5 } },
        ["DecisionCapacity"] = o => o with { Serving = o.Serving with { DecisionCapacity = 2 } },
        ["EventWeights"] = o => o with { EventWeights = o.EventWeights with { Like = 0.5f } },
    };

    private static readonly Lazy<string> s_unchanged = new(() => Trace(ToyShop.Options));

    public static TheoryData<string> Changes => [.. s_changes.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public void EveryOptionChangesSomething(string name) => Assert.NotEqual(s_unchanged.Value, Trace(s_changes[name](ToyShop.Options)));

    [Fact]
    public void ATraceIsRepeatable() => Assert.Equal(s_unchanged.Value, Trace(ToyShop.Options));

    /// <summary>Everything that can be seen of a short life, but for the options themselves.</summary>
    private static string Trace(RecommenderOptions options)
    {
        using var recommender = new RecommenderBuilder().With(options).Build();
        var report = recommender.Fit(ToyShop.Log, ToyShop.Catalog, cancellationToken: TestContext.Current.CancellationToken);
        var seen = new List<string>();
        foreach (var user in new[] { "user-00!", "stranger", "other" })
        {
            var list = recommender.Recommend(new RecommendationRequest { UserId = user, Count = 5 });
            recommender.Observe(new Feedback { UserId = user, ItemId = "films-3", Kind = EventKind.Like });
            recommender.Observe(new Feedback { UserId = user, ItemId = "films-4", Kind = EventKind.Dislike });
            seen.AddRange(list.Concat(recommender.Recommend(new RecommendationRequest { UserId = user, Text = "novel football", Count = 5 })).Select(item => $"{item.ItemId} {item.Propensity} {item.Score}"));
        }

        var folder = ToyShop.NewFolder();
        recommender.Save(folder);
        var weights = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Directory.GetFiles(folder, "*.safetensors").Single())));
        Directory.Delete(folder, recursive: true);
        return $"{string.Join('\n', seen)}\n{recommender.Decisions.Count}\n{report}\n{weights}";
    }

    public static TheoryData<string> Bad => [.. s_bad.Keys];

    private static readonly Dictionary<string, Func<RecommenderOptions, RecommenderOptions>> s_bad = new()
    {
        ["Size"] = o => o with { Ranker = o.Ranker with { Size = 0 } },
        ["SequenceLength"] = o => o with { Ranker = o.Ranker with { SequenceLength = 1 } },
        ["Epochs"] = o => o with { Ranker = o.Ranker with { Epochs = 0 } },
        ["BatchSize"] = o => o with { Ranker = o.Ranker with { BatchSize = 0 } },
        ["Negatives"] = o => o with { Ranker = o.Ranker with { Negatives = 0 } },
        ["LearningRate"] = o => o with { Ranker = o.Ranker with { LearningRate = double.NaN } },
        ["Dropout"] = o => o with { Ranker = o.Ranker with { Dropout = 1 } },
        ["TextLength"] = o => o with { Ranker = o.Ranker with { TextLength = 0 } },
        ["MaxWords"] = o => o with { Ranker = o.Ranker with { MaxWords = 2 } },
        ["ResidualBound"] = o => o with { Ranker = o.Ranker with { ResidualBound = double.PositiveInfinity } },
        ["ResidualRate"] = o => o with { Ranker = o.Ranker with { ResidualRate = 0 } },
        ["Transitions"] = o => o with { Ranker = o.Ranker with { Transitions = [] } },
        ["Window"] = o => o with { Ranker = o.Ranker with { Transitions = [new TransitionCountsOptions { Window = 0 }] } },
        ["DistancePower"] = o => o with { Ranker = o.Ranker with { Transitions = [new TransitionCountsOptions { DistancePower = double.NaN }] } },
        ["HistoryLength"] = o => o with { Ranker = o.Ranker with { Transitions = [new TransitionCountsOptions { HistoryLength = 0 }] } },
        ["HistoryDecay"] = o => o with { Ranker = o.Ranker with { Transitions = [new TransitionCountsOptions { HistoryDecay = 1.1 }] } },
        ["Scale"] = o => o with { Ranker = o.Ranker with { Transitions = [new TransitionCountsOptions { Scale = 0 }] } },
        ["CandidateCount"] = o => o with { Serving = o.Serving with { CandidateCount = 0 } },
        ["Temperature"] = o => o with { Serving = o.Serving with { Temperature = 0 } },
        ["ExplorationFloor"] = o => o with { Serving = o.Serving with { ExplorationFloor = 1.01 } },
        ["DecisionCapacity"] = o => o with { Serving = o.Serving with { DecisionCapacity = 0 } },
        ["PriorWeight"] = o => o with { Team = o.Team with { PriorWeight = double.PositiveInfinity } },
        ["HiddenSize"] = o => o with { Team = o.Team with { HiddenSize = 0 } },
        ["MinibatchSize"] = o => o with { Team = o.Team with { MinibatchSize = int.MaxValue } },
        ["Updates"] = o => o with { Replay = o.Replay with { Updates = -1 } },
        ["Environment"] = o => o with { Replay = o.Replay with { Environment = o.Replay.Environment with { Form = SlateForm.Simultaneous } } },
        ["Like"] = o => o with { EventWeights = o.EventWeights with { Like = float.NaN } },
        ["Ranker"] = o => o with { Ranker = null! },
        ["Team"] = o => o with { Team = null! },
        ["Replay"] = o => o with { Replay = null! },
        ["ReplayedUsers"] = o => o with { ReplayedUsers = null! },
        ["Serving"] = o => o with { Serving = null! },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void BadOptionsAreNamed(string name)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => new RecommenderBuilder().With(s_bad[name](ToyShop.Options)).Build());
        Assert.Contains(name, exception.ParamName + exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void BadDegreesAreRefused(int degree) => Assert.ThrowsAny<ArgumentException>(() => new RecommenderBuilder().WithDegreeOfParallelism(degree));
}

using MarlRec;
using MarlRec.Data.Splits;
using MarlRec.Environments.Slates;
using MarlRec.Execution;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace QuickStart;

/// <summary>The main job on the embedded catalogue: learn from the population's past, train the team in its world, judge both.</summary>
public sealed class EmbeddedJob(ulong seed, int degreeOfParallelism)
{
    public const string RankingTask = "quickstart";
    public const string WorldTask = "quickstart world";
    public const string ReturnMetric = "session return";

    public const int JudgedSessions = 1000;
    public const int TeamUpdates = 120;

    private readonly RandomStream _random = new(seed);

    public SimulatedWorld World { get; } = new(Catalogue.Load());

    public static RecommendationEnvironmentOptions Sessions { get; } = new() { SlateSize = 10, CandidateCount = 50, MaxRounds = 20 };

    /// <summary>Fits a recommender to all but the last event of each user, then trains its team in the world.</summary>
    public Recommender Train(IProgress<FitProgress>? progress, bool withTeam = true)
    {
        var recommender = new RecommenderBuilder()
            .WithSeed(seed)
            .WithDegreeOfParallelism(degreeOfParallelism)
            .WithRanker(new InterestRankerOptions { BatchSize = 8 })
            .WithReplay(new TeamTrainingOptions { Updates = 0 })
            .Build();
        recommender.Fit(Split().Train, World.Catalogue, progress);
        if (withTeam) recommender.TrainTeam(World.Users, new TeamTrainingOptions { Updates = TeamUpdates, Environment = Sessions }, progress);
        return recommender;
    }

    public DataSplit Split() => LeaveLastOut.Split(World.History(_random.Fork("history")), withValidation: false);

    public IReadOnlyList<Measurement> JudgeBaseline(string model) => Ranking.Baseline(RankingTask, model, Split(), seed);

    public IReadOnlyList<Measurement> JudgeRanking(string model, Recommender recommender) => Ranking.Fitted(RankingTask, model, Split(), recommender, seed);

    /// <summary>The mean number of clicks in a session, over sessions that training never met.</summary>
    public Measurement JudgeWorld(string model, Recommender recommender)
    {
        var mode = model == Models.Ranker ? ServingMode.Prior : ServingMode.Greedy;
        var returns = recommender.PlaySessions(World.Users, Sessions, mode, JudgedSessions, _random.Fork("judged sessions").NextUInt64());
        var mean = returns.Average();
        var error = Math.Sqrt(returns.Sum(value => (value - mean) * (value - mean)) / (returns.Count - 1) / returns.Count);
        return new Measurement(WorldTask, model, ReturnMetric, mean, error, seed);
    }
}

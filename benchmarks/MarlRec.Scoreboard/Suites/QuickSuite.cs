using System.Globalization;
using MarlRec.Recommenders.Serving;
using QuickStart;

namespace MarlRec.Scoreboard.Suites;

/// <summary>The main job's numbers, on its own world and on a real data set, and the actor-critic's on CartPole.</summary>
public static class QuickSuite
{
    private const string MovieLens = "ml-100k";
    private const string RankingProtocol = "leave-last-out by time (the last event of each user is the target, all before it trains), full catalogue ranked, seen items filtered, k = 10";
    private static readonly string s_worldProtocol = string.Create(
        CultureInfo.InvariantCulture,
        $"clicks a session, {EmbeddedJob.JudgedSessions} sessions that training never met, slates of {EmbeddedJob.Sessions.SlateSize} out of {EmbeddedJob.Sessions.CandidateCount} candidates, "
            + $"at most {EmbeddedJob.Sessions.MaxRounds} rounds; ranker fitted to the past of the population");

    public static Suite Create() => new(
        "quick",
        "QuickStart's own world, ml-100k (--data) and CartPole-v1.",
        [
            .. Models.All.Select(Ranking),
            .. Models.All.Where(model => !Models.IsBaseline(model)).Select(World),
            .. Models.All.Select(RealData),
            CartPoleTask.Unit,
        ],
        CartPoleTask.Published("quick"));

    private static Unit Ranking(string model) => new(EmbeddedJob.RankingTask, model, $"{RankingProtocol}{Serving(model)}{TrainedIn(model)}", run =>
    {
        var job = new EmbeddedJob(run.Seed, UnitRun.DegreeOfParallelism);
        if (Models.IsBaseline(model)) return job.JudgeBaseline(model);
        using var recommender = job.Train(null, withTeam: model == Models.Team);
        return job.JudgeRanking(model, recommender);
    });

    private static Unit World(string model) => new(EmbeddedJob.WorldTask, model, $"{s_worldProtocol}{Serving(model)}{TrainedIn(model)}", run =>
    {
        var job = new EmbeddedJob(run.Seed, UnitRun.DegreeOfParallelism);
        using var recommender = job.Train(null, withTeam: model == Models.Team);
        return [job.JudgeWorld(model, recommender)];
    });

    private static Unit RealData(string model) => new(MovieLens, model, $"{RankingProtocol}{Serving(model)}", run =>
    {
        var job = new DatasetJob(Dataset.Read(run.DataDirectory), run.Seed, UnitRun.DegreeOfParallelism);
        if (Models.IsBaseline(model)) return job.JudgeBaseline(model);
        using var recommender = job.Train(null, withTeam: model == Models.Team);
        return job.Judge(model, recommender);
    })
    {
        DataFolder = MovieLens,
        FixedSeeds = model == Models.Popularity ? 1 : null, // it counts: no seed changes it
    };

    private static string Serving(string model) => model switch
    {
        Models.Ranker => $"; the ranker alone ({nameof(ServingMode)}.{nameof(ServingMode.Prior)})",
        Models.Team => $"; the trained team ({nameof(ServingMode)}.{nameof(ServingMode.Greedy)})",
        _ => "",
    };

    private static string TrainedIn(string model) => model == Models.Team
        ? string.Create(CultureInfo.InvariantCulture, $" after {EmbeddedJob.TeamUpdates} updates in the quickstart world")
        : "";
}

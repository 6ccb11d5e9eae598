using MarlRec;
using MarlRec.Data;
using MarlRec.Data.Splits;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;

namespace QuickStart;

/// <summary>The same job on a real data set: fit to all but each user's last event, rank the whole catalogue for it.</summary>
public sealed class DatasetJob(Dataset data, ulong seed, int degreeOfParallelism)
{
    private readonly DataSplit _split = LeaveLastOut.Split(data.Log, withValidation: false);

    public Recommender Train(IProgress<FitProgress>? progress, bool withTeam = true)
    {
        var options = new RecommenderOptions();
        var recommender = new RecommenderBuilder()
            .WithSeed(seed)
            .WithDegreeOfParallelism(degreeOfParallelism)
            .WithRanker(Effort(_split.Train.Count))
            .WithReplay(withTeam ? options.Replay : options.Replay with { Updates = 0 })
            .Build();
        recommender.Fit(_split.Train, data.Catalogue, progress);
        return recommender;
    }

    /// <summary>Large logs need fewer passes, and larger minibatches, for the same number of looks at an item.</summary>
    private static InterestRankerOptions Effort(int events) => events < 200_000
        ? new InterestRankerOptions()
        : new InterestRankerOptions { Epochs = Math.Max(3, 3_000_000 / events), BatchSize = 64 };

    public IReadOnlyList<Measurement> JudgeBaseline(string model) => Ranking.Baseline(data.Name, model, _split, seed);

    public IReadOnlyList<Measurement> Judge(string model, Recommender recommender) => Ranking.Fitted(data.Name, model, _split, recommender, seed);
}

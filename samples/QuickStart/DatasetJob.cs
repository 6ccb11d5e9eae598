using MarlRec;
using MarlRec.Data;
using MarlRec.Data.Splits;
using MarlRec.Recommenders.Serving;

namespace QuickStart;

/// <summary>The same job on a real data set: fit to all but each user's last event, rank the whole catalogue for it.</summary>
public sealed class DatasetJob(Dataset data, ulong seed, int degreeOfParallelism)
{
    private readonly DataSplit _split = LeaveLastOut.Split(data.Log, withValidation: false);

    public Recommender Train(IProgress<FitProgress>? progress)
    {
        var recommender = new RecommenderBuilder()
            .WithSeed(seed)
            .WithDegreeOfParallelism(degreeOfParallelism)
            .Build();
        recommender.Fit(_split.Train, data.Catalogue, progress);
        return recommender;
    }

    public IReadOnlyList<Measurement> JudgeBaseline(string model) => Ranking.Baseline(data.Name, model, _split, seed);

    public IReadOnlyList<Measurement> Judge(string model, Recommender recommender) => Ranking.Fitted(data.Name, model, _split, recommender, seed);
}

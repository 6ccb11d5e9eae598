using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pretraining;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Networks.Schedules;
using MarlRec.Recommenders.Models;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>Titles and behaviour together: a body over histories, whose item vectors are the sum of a map of the title's vector and a trained part.</summary>
internal static class GamesTrained
{
    internal const string Task = "games 6k trained";
    private const string Users = "Games-6k.random";
    private const int TitleSize = 512, Size = 64, Epochs = 8, Length = 50, Negatives = 2048;

    internal static IEnumerable<Unit> Units(string games, string office, string protocol)
    {
        yield return new Unit(Task, "popularity", $"{protocol}; how often an item occurs in the training histories", run =>
        {
            var data = new GamesData(run.DataDirectory);
            return CandidateRanking.Measure(Task, "popularity", new PopularityRanker(data.Titles.Count, data.TrainingHistories), data.Users(Users), run.Seed);
        })
        {
            DataFolder = games,
            FixedSeeds = 1,
        };
        yield return new Unit(
            Task, TextSuite.Encoder, $"{protocol}; training histories alone, the validation targets unused; an LSTM of {Size} reads, {Epochs} epochs of sampled softmax, {Negatives} items a batch; {TextSuite.BlendDetail}",
            run => Measure(run, office))
        {
            DataFolder = games,
            OtherFolders = [office],
        };
    }

    private static IReadOnlyList<QuickStart.Measurement> Measure(UnitRun run, string office)
    {
        using var context = new ComputeContext(UnitRun.DegreeOfParallelism);
        var data = new GamesData(run.DataDirectory);
        var products = OfficeData.Read(run.Beside(office));
        var texts = new TitleEncoder(data.Titles, products.Items, [.. OfficeData.Histories([.. products.Earlier, .. products.Later]).Values], TitleSize, TitleEncoder.Rounds, run.Seed, context);
        var random = new RandomStream(run.Seed).Fork("games trained");
        var items = new ItemVectors(texts.Embed(data.Titles), Size, random.Fork("items"), trainItems: true, rowSparse: true);
        var body = new RecurrentBody(RecurrentCell.Lstm, Size, random.Fork("body"), dropout: 0.2f);
        var objective = new NextItemObjective(items, body, data.TrainingHistories, new NextItemOptions { MaximumLength = Length, Negatives = Negatives });
        var adam = new Adam(objective.Parameters, new AdamOptions { LearningRate = 0.002 }, context);
        const int batch = 128;
        var updates = Epochs * ((objective.ExampleCount + batch - 1) / batch);
        var options = new PretrainingOptions { Epochs = Epochs, BatchSize = batch, MaximumGradientNorm = 5, Schedule = new LinearRate(0.002, 0.0002, updates) };
        new Pretrainer(objective, adam, options, random.Fork("run"), context: context).Run();
        IRanker trained = new NextItemRanker(items, body, Length, context: context);
        return CandidateRanking.MeasureWithBlend(Task, trained, TextSuite.WordTfIdf(data.Titles), data.Users(Users), run.Seed);
    }
}

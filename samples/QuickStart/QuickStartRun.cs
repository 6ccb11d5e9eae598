using System.Text.Json;
using System.Text.Json.Serialization;
using MarlRec;
using Spectre.Console;

namespace QuickStart;

/// <summary>The whole sample, from learning to changed lists.</summary>
public sealed class QuickStartRun(CommandLine options)
{
    private readonly List<Measurement> _measurements = [];

    public int Execute()
    {
        using var json = options.Json is { } file ? File.Create(file) : null;
        if (options.Data is { } directory) RunDataset(Dataset.Read(directory));
        for (var seed = 1; seed <= options.Seeds; seed++) RunEmbedded((ulong)seed, talk: seed == options.Seeds);
        var means = Tables.Summarise(_measurements);
        Tables.Print(means);
        _measurements.AddRange(means);
        AnsiConsole.MarkupLine("""
            [grey]Rankings: the last event of each user held out, the whole catalogue ranked, seen items left out. World: mean clicks in a session of simulated users who tire of
            what they just had, want variety and leave when bored. The team (marlrec) is trained for the session, not for the next event: there it may give up a little to its
            ranker. ± is the spread over seeds, or the standard error where there is one seed.[/]
            """.ReplaceLineEndings(" "));
        if (json is not null) JsonSerializer.Serialize(json, _measurements, MeasurementJson.Default.ListMeasurement);
        return 0;
    }

    private void RunDataset(Dataset data)
    {
        AnsiConsole.MarkupLine($"[bold]{Markup.Escape(data.Name)}[/]: {data.Log.UserCount:N0} users, {data.Log.ItemCount:N0} items, {data.Log.Count:N0} events");
        foreach (var (metric, count) in (ReadOnlySpan<(string, int)>)[("users", data.Log.UserCount), ("items", data.Log.ItemCount), ("events", data.Log.Count)])
            _measurements.Add(new Measurement(data.Name, "data", metric, count, 0, 0));
        for (var seed = 1UL; seed <= (ulong)options.Seeds; seed++)
        {
            var job = new DatasetJob(data, seed, options.DegreeOfParallelism);
            using var recommender = ProgressBars.Run($"{data.Name}, seed {seed}", progress => job.Train(progress));
            foreach (var model in Models.All)
                _measurements.AddRange(Models.IsBaseline(model) ? job.JudgeBaseline(model) : job.Judge(model, recommender));
        }
    }

    private void RunEmbedded(ulong seed, bool talk)
    {
        var job = new EmbeddedJob(seed, options.DegreeOfParallelism);
        using var recommender = ProgressBars.Run($"embedded catalogue, seed {seed}", progress => job.Train(progress));
        foreach (var model in Models.All)
        {
            _measurements.AddRange(Models.IsBaseline(model) ? job.JudgeBaseline(model) : job.JudgeRanking(model, recommender));
            if (!Models.IsBaseline(model)) _measurements.Add(job.JudgeWorld(model, recommender));
        }

        if (talk) _measurements.AddRange(new Conversation(recommender, job.World.Catalogue).Run());
    }
}

/// <summary>Writes measurements without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<Measurement>))]
internal sealed partial class MeasurementJson : JsonSerializerContext;

using MarlRec.Execution;
using MarlRec.Recommenders.Lexical;
using MarlRec.Recommenders.Models;
using MarlRec.Text;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>What texts tell: alone, together with behaviour, and of items nobody has met.</summary>
internal static class TextSuite
{
    internal const int LexicalWeight = 2;

    internal const string Encoder = "encoder", Hybrid = "encoder + tf-idf word", TfIdfWord = "tf-idf word";

    private const string Games = "games", Office = "office-text";
    private const string Candidates = "published candidates: the target and 19 drawn items; equal scores count by expectation";
    private const string ZeroShot = Candidates + "; zero-shot: titles alone, no behaviour of others; an older item of the history counts less than the one after it";

    private static readonly (string Task, string File)[] s_zeroShot = [("games 200 zero-shot", "Games.random"), ("games 6k zero-shot", "Games-6k.random")];

    private static readonly (string Model, string Detail, Func<IReadOnlyList<string>, IRanker> Create)[] s_lexical =
    [
        ("bm25", "words", texts => new Bm25Ranker(texts)),
        (TfIdfWord, "words 1-2", WordTfIdf),
        ("tf-idf char", "characters 3-5", texts => new TfIdfRanker(texts)),
    ];

    internal static Suite Create() => new(
        "text",
        "What texts tell (--data): lists of the games data, of which GPT-4 and others ranked the first 200, and office products that the fitted data does not hold.",
        [
            .. from task in s_zeroShot from model in s_lexical select LexicalZeroShot(task, model),
            .. from task in s_zeroShot from hybrid in (bool[])[false, true] select EncodedZeroShot(task, hybrid),
            .. GamesTrained.Units(Games, Office, Candidates),
            .. from model in s_lexical select LexicalCold(model),
            .. from hybrid in (bool[])[false, true] select EncodedCold(hybrid),
        ],
        [
            .. Published(s_zeroShot[0].Task, "the same 200 users and candidates, zero-shot", ("bm25", .346), ("unisrec", .407), ("chatgpt", .503), ("gpt-4", .629)),
            .. Published(GamesTrained.Task, "the same users and candidates", ("popularity", .530), ("bpr", .663), ("sasrec", .759)),
        ]);

    internal static IRanker WordTfIdf(IReadOnlyList<string> texts) => new TfIdfRanker(texts, TextTerms.Words(1, 2));

    private static Unit LexicalZeroShot((string Task, string File) task, (string Model, string Detail, Func<IReadOnlyList<string>, IRanker> Create) model) =>
        new(task.Task, model.Model, $"{ZeroShot}; {model.Detail}", run =>
        {
            var data = new GamesData(run.DataDirectory);
            return CandidateRanking.Measure(task.Task, model.Model, model.Create(data.Titles), data.Users(task.File), run.Seed);
        })
        {
            DataFolder = Games,
            FixedSeeds = 1, // they count: no seed changes them
        };

    private static Unit EncodedZeroShot((string Task, string File) task, bool hybrid) =>
        new(task.Task, Name(hybrid), $"{ZeroShot}; {TitleEncoder.Detail}{Blend(hybrid)}", run =>
        {
            using var context = new ComputeContext(UnitRun.DegreeOfParallelism);
            var (games, office) = (new GamesData(run.DataDirectory), OfficeData.Read(run.Beside(Office)));
            var encoder = new TitleEncoder(games.Titles, office.Items, [.. office.Earlier.Concat(office.Later).Select(e => e.Whole)], run.Seed, context);
            var lexical = WordTfIdf(games.Titles);
            IRanker dense = new VectorRanker(encoder.Embed(games.Titles));
            return CandidateRanking.Measure(task.Task, Name(hybrid), hybrid ? new WeightedRanker((dense, 1), (lexical, LexicalWeight)) : dense, games.Users(task.File), run.Seed, (TfIdfWord, lexical));
        })
        {
            DataFolder = Games,
            OtherFolders = [Office],
        };

    private static Unit LexicalCold((string Model, string Detail, Func<IReadOnlyList<string>, IRanker> Create) model) =>
        new(ColdItems.Task, model.Model, $"{ColdItems.Protocol}; {model.Detail} of titles", run =>
        {
            var data = OfficeData.Read(run.DataDirectory);
            return new ColdItems(data).Judge(model.Model, model.Create([.. data.Items.Select(item => item.Title)]), run.Seed);
        })
        {
            DataFolder = Office,
            FixedSeeds = 1,
        };

    private static Unit EncodedCold(bool hybrid) =>
        new(ColdItems.Task, Name(hybrid), $"{ColdItems.Protocol}; {TitleEncoder.Detail}{Blend(hybrid)}", run =>
        {
            using var context = new ComputeContext(UnitRun.DegreeOfParallelism);
            var (data, games) = (OfficeData.Read(run.DataDirectory), new GamesData(run.Beside(Games)));
            string[] titles = [.. data.Items.Select(item => item.Title)];
            var encoder = new TitleEncoder(games.Titles, data.Items, [.. data.Earlier.Select(e => e.Whole)], run.Seed, context);
            IRanker dense = new VectorRanker(encoder.Embed(titles));
            return new ColdItems(data).Judge(Name(hybrid), hybrid ? new WeightedRanker((dense, 1), (WordTfIdf(titles), LexicalWeight)) : dense, run.Seed);
        })
        {
            DataFolder = Office,
            OtherFolders = [Games],
        };

    private static string Name(bool hybrid) => hybrid ? Hybrid : Encoder;

    private static string Blend(bool hybrid) => hybrid ? $"; cosines of vectors + {LexicalWeight} x cosines of {TfIdfWord}" : "";

    private static List<Row> Published(string task, string protocol, params ReadOnlySpan<(string Model, double Value)> numbers)
    {
        var rows = new List<Row>();
        foreach (var (model, value) in numbers)
        {
            rows.Add(new Row
            {
                Suite = "text",
                Task = task,
                Model = model,
                Metric = "NDCG@10",
                Value = value,
                Seeds = 1,
                Origin = Row.Published,
                Source = "LLMRank (Hou et al., ECIR 2024)",
                Protocol = protocol,
            });
        }

        return rows;
    }
}

using MarlRec.Execution;
using MarlRec.Recommenders.Lexical;
using MarlRec.Recommenders.Models;
using MarlRec.Text;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>What texts tell: alone, together with behaviour, and of items nobody has met.</summary>
internal static class TextSuite
{
    internal const string Encoder = "encoder", TfIdfWord = "tf-idf word";

    private const int LexicalWeight = 2;

    private const string Games = "games", Office = "office-text";
    private const string Candidates = "published candidates: the target and 19 drawn items; equal scores count by expectation";
    private const string ZeroShot = Candidates + "; zero-shot: titles alone, no behaviour of others; an older item of the history counts less than the one after it";

    internal static readonly string BlendDetail = $"{Blended("...")}: plus {LexicalWeight} x cosines of {TfIdfWord}";

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
            .. from task in s_zeroShot select EncodedZeroShot(task),
            .. GamesTrained.Units(Games, Office, Candidates),
            .. from model in s_lexical select LexicalCold(model),
            EncodedCold(),
        ],
        [
            .. Published(s_zeroShot[0].Task, "the same 200 users and candidates, zero-shot", ("bm25", .346), ("unisrec", .407), ("chatgpt", .503), ("gpt-4", .629)),
            .. Published(GamesTrained.Task, "the same users and candidates", ("popularity", .530), ("bpr", .663), ("sasrec", .759)),
        ]);

    internal static IRanker WordTfIdf(IReadOnlyList<string> texts) => new TfIdfRanker(texts, TextTerms.Words(1, 2));

    internal static IRanker Blend(IRanker ranker, IRanker lexical) => new WeightedRanker((ranker, 1), (lexical, LexicalWeight));

    internal static string Blended(string metric) => metric + ", blended";

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

    private static Unit EncodedZeroShot((string Task, string File) task) =>
        new(task.Task, Encoder, $"{ZeroShot}; {TitleEncoder.Detail}; {BlendDetail}", run =>
        {
            using var context = new ComputeContext(UnitRun.DegreeOfParallelism);
            var (games, office) = (new GamesData(run.DataDirectory), OfficeData.Read(run.Beside(Office)));
            var encoder = new TitleEncoder(games.Titles, office.Items, [.. OfficeData.Histories([.. office.Earlier, .. office.Later]).Values], TitleEncoder.Wide, run.Seed, context);
            return CandidateRanking.MeasureWithBlend(task.Task, new VectorRanker(encoder.Embed(games.Titles)), WordTfIdf(games.Titles), games.Users(task.File), run.Seed);
        })
        {
            DataFolder = Games,
            OtherFolders = [Office],
        };

    private static Unit LexicalCold((string Model, string Detail, Func<IReadOnlyList<string>, IRanker> Create) model) =>
        new(ColdItems.Task, model.Model, $"{ColdItems.Protocol}; {model.Detail} of titles", run =>
        {
            var data = OfficeData.Read(run.DataDirectory);
            return [new ColdItems(data).Judge(model.Model, model.Create([.. data.Items.Select(item => item.Title)]), run.Seed)];
        })
        {
            DataFolder = Office,
            FixedSeeds = 1,
        };

    private static Unit EncodedCold() =>
        new(ColdItems.Task, Encoder, $"{ColdItems.Protocol}; {ColdItems.Fitted}; {TitleEncoder.Detail}; a product of a history counts once (BM25 and TF-IDF are better without) and speaks for those bought beside it too; {BlendDetail}", run =>
        {
            using var context = new ComputeContext(UnitRun.DegreeOfParallelism);
            var (data, games) = (OfficeData.Read(run.DataDirectory), new GamesData(run.Beside(Games)));
            var cold = new ColdItems(data);
            string[] titles = [.. data.Items.Select(item => item.Title)];
            var encoder = new TitleEncoder(games.Titles, data.Items, cold.Histories, TitleEncoder.Wide, run.Seed, context);
            var dense = new VectorRanker(encoder.Embed(titles), neighbours: new ItemNeighbours(cold.Histories, titles.Length));
            var blend = cold.Judge(Encoder, Blend(dense, WordTfIdf(titles)), run.Seed, once: true);
            return [cold.Judge(Encoder, dense, run.Seed, once: true), blend with { Metric = Blended(blend.Metric) }];
        })
        {
            DataFolder = Office,
            OtherFolders = [Games],
        };

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

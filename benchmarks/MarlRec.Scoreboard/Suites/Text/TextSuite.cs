using MarlRec.Execution;
using MarlRec.Recommenders.Lexical;
using MarlRec.Recommenders.Models;
using MarlRec.Text;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>What texts tell: alone, together with behaviour, and of items nobody has met.</summary>
internal static class TextSuite
{
    internal const string Encoder = "encoder", TfIdfWord = "tf-idf word";

    private const string Recall = "Recall@50";
    private const int LexicalWeight = 2;
    private const int ColdRounds = 10;
    private const float ColdLexicalWeight = 1.5f;

    private const string Games = "games", Office = "office-text";
    private const string Candidates = "published candidates: the target and 19 drawn items; equal scores count by expectation";
    private const string ZeroShot = Candidates + "; zero-shot: titles alone, no behaviour of others; an older item of the history counts less than the one after it";

    internal static readonly string BlendDetail = $"{Blended("...")}: plus {LexicalWeight} x cosines of {TfIdfWord}";

    private static readonly (string Task, string File)[] s_zeroShot = [("games 200 zero-shot", "Games.random"), ("games 6k zero-shot", "Games-6k.random")];

    private static readonly Cold[] s_cold =
    [
        new("office cold", ColdItems.Later, ColdItems.LaterFitted, data => [ColdItems.OfTest(data)]),
        new("office cold folds", ColdItems.Fold, ColdItems.FoldFitted, data => [.. Enumerable.Range(0, ColdItems.Folds).Select(fold => ColdItems.OfFold(data, fold))]) { FixedSeeds = 1 },
    ];

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
            .. from list in s_cold from model in s_lexical select LexicalCold(list, model),
            .. from list in s_cold select EncodedCold(list),
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
            var encoder = new TitleEncoder(games.Titles, office.Items, [.. OfficeData.Histories([.. office.Earlier, .. office.Later]).Values], TitleEncoder.Wide, TitleEncoder.Rounds, run.Seed, context);
            return CandidateRanking.MeasureWithBlend(task.Task, new VectorRanker(encoder.Embed(games.Titles)), WordTfIdf(games.Titles), games.Users(task.File), run.Seed);
        })
        {
            DataFolder = Games,
            OtherFolders = [Office],
        };

    private static Unit LexicalCold(Cold cold, (string Model, string Detail, Func<IReadOnlyList<string>, IRanker> Create) model) =>
        new(cold.Task, model.Model, $"{cold.Protocol}; {model.Detail} of titles", run =>
        {
            var data = OfficeData.Read(run.DataDirectory);
            var ranker = model.Create([.. data.Items.Select(item => item.Title)]);
            return [Spread.Mean(cold.Task, model.Model, Recall, [.. cold.Lists(data).SelectMany(list => list.Judge(ranker))], run.Seed)];
        })
        {
            DataFolder = Office,
            FixedSeeds = 1,
        };

    private static Unit EncodedCold(Cold cold) =>
        new(cold.Task, Encoder, $"{cold.Protocol}; {cold.Fitted}; {TitleEncoder.Detail}; {ColdRounds} rounds of contrasts instead of {TitleEncoder.Rounds} (chosen on the folds with 512 numbers; with {TitleEncoder.Wide} they do not confirm it: .476 and .480 with 6); cosines are squared, which was chosen on the folds; {Blended("...")}: plus {ColdLexicalWeight} x squared cosines of tf-idf char, chosen there too; a product of a history counts once (BM25 and TF-IDF are better without)", run =>
        {
            using var context = new ComputeContext(UnitRun.DegreeOfParallelism);
            var (data, games) = (OfficeData.Read(run.DataDirectory), new GamesData(run.Beside(Games)));
            string[] titles = [.. data.Items.Select(item => item.Title)];
            var lexical = new AmplifiedRanker(new TfIdfRanker(titles));
            List<double> alone = [], blended = [];
            foreach (var list in cold.Lists(data))
            {
                var encoder = new TitleEncoder(games.Titles, data.Items, list.Histories, TitleEncoder.Wide, ColdRounds, run.Seed, context);
                var dense = new AmplifiedRanker(new VectorRanker(encoder.Embed(titles)));
                alone.AddRange(list.Judge(dense, once: true));
                blended.AddRange(list.Judge(new WeightedRanker((dense, 1), (lexical, ColdLexicalWeight)), once: true));
            }

            return [Spread.Mean(cold.Task, Encoder, Recall, [.. alone], run.Seed), Spread.Mean(cold.Task, Encoder, Blended(Recall), [.. blended], run.Seed)];
        })
        {
            DataFolder = Office,
            OtherFolders = [Games],
            FixedSeeds = cold.FixedSeeds,
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

    private sealed record Cold(string Task, string Protocol, string Fitted, Func<OfficeData, ColdItems[]> Lists)
    {
        internal int? FixedSeeds { get; init; }
    }
}

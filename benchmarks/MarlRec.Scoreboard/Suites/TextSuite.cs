using MarlRec.Recommenders.Lexical;
using MarlRec.Recommenders.Models;

namespace MarlRec.Scoreboard.Suites;

/// <summary>Ranking by texts alone.</summary>
internal static class TextSuite
{
    private const string Games = "games";
    private const string Protocol = "published candidates: the target and 19 drawn items; zero-shot: titles alone, no behaviour of others; an older item of the history counts .8 of the one after it; "
        + "equal scores count by expectation";

    private static readonly (string Task, string File)[] s_tasks = [("games 200 zero-shot", "Games.random"), ("games 6k zero-shot", "Games-6k.random")];

    private static readonly (string Model, string Detail, Func<IReadOnlyList<string>, IRanker> Create)[] s_models =
    [
        ("bm25", "words", texts => new Bm25Ranker(texts)),
        ("tf-idf word", "words 1-2", texts => new TfIdfRanker(texts, TextTerms.Words(1, 2))),
        ("tf-idf char", "characters 3-5", texts => new TfIdfRanker(texts)),
    ];

    internal static Suite Create() => new(
        "text",
        "What texts alone tell: lists of the games data (--data), of which GPT-4 and others ranked the first 200.",
        [
            .. from task in s_tasks
               from model in s_models
               select new Unit(task.Task, model.Model, $"{Protocol}; {model.Detail}", run =>
               {
                   var data = new GamesData(run.DataDirectory);
                   return CandidateRanking.Judge(task.Task, model.Model, model.Create(data.Titles), data.Users(task.File), run.Seed);
               })
               {
                   DataFolder = Games,
                   FixedSeeds = 1, // they count: no seed changes them
               },
        ],
        [Row("bm25", .346), Row("unisrec", .407), Row("chatgpt", .503), Row("gpt-4", .629)]);

    private static Row Row(string model, double value) => new()
    {
        Suite = "text",
        Task = s_tasks[0].Task,
        Model = model,
        Metric = "NDCG@10",
        Value = value,
        Seeds = 1,
        Origin = Scoreboard.Row.Published,
        Source = "LLMRank (Hou et al., ECIR 2024)",
        Protocol = "the same 200 users and candidates, zero-shot",
    };
}

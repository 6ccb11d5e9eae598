using System.Globalization;
using MarlRec;
using MarlRec.Data;
using MarlRec.Recommenders.Serving;
using Spectre.Console;

namespace QuickStart;

/// <summary>Three visitors say what they like, get ten recommendations each, react, and see their lists change at once.</summary>
internal sealed class Conversation(Recommender recommender, ItemCatalog catalogue)
{
    private static readonly (string User, string Says)[] s_visitors =
    [
        ("ana", "I like to read books"),
        ("ben", "I love sports and football matches"),
        ("cem", "I enjoy watching films at the cinema"),
    ];

    internal void Run()
    {
        foreach (var (user, says) in s_visitors)
        {
            var before = Ask(user, says);
            var liked = before[0];
            var topic = Topic(before[1].ItemId);
            recommender.Observe(Feedback.On(liked, EventKind.Like));
            foreach (var item in before.Skip(1).Where(item => Topic(item.ItemId) == topic).Take(2)) recommender.Observe(Feedback.On(item, EventKind.Dislike));
            Show(user, says, before, Ask(user, says));
        }

        var report = recommender.Learn();
        AnsiConsole.MarkupLine($"Learned from {report.Decisions} answered lists; the shared policy {(report.Promoted ? "is now" : "stays")} version {recommender.PolicyVersion}.");
    }

    private IReadOnlyList<Recommendation> Ask(string user, string says) => recommender.Recommend(new RecommendationRequest { UserId = user, Text = says, Count = 10 });

    private void Show(string user, string says, IReadOnlyList<Recommendation> before, IReadOnlyList<Recommendation> after)
    {
        var table = new Table().Title(Markup.Escape($"{user}: \"{says}\"")).AddColumns("", "ten recommendations, and the chance of each", "after one like and two dislikes");
        for (var slot = 0; slot < Math.Max(before.Count, after.Count); slot++)
            table.AddRow($"{slot + 1}", Name(before, slot), Name(after, slot));
        AnsiConsole.Write(table);
    }

    private string Topic(string itemId) => catalogue.TryGet(itemId, out var item) ? item.Attributes["topic"][0] : "";

    private string Name(IReadOnlyList<Recommendation> list, int slot)
    {
        if (slot >= list.Count || !catalogue.TryGet(list[slot].ItemId, out var item)) return "";
        return Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{item.Attributes["title"][0]} ({item.Attributes["topic"][0]}, {list[slot].Propensity:F2})"));
    }
}

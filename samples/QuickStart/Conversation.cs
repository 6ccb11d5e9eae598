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

    private const string Task = "conversation";
    private readonly List<Measurement> _measurements = [];

    /// <summary>Talks, and gives every number that it printed.</summary>
    internal IReadOnlyList<Measurement> Run()
    {
        AnsiConsole.MarkupLine("""
            [grey]Three visitors say what they like. In brackets: the topic, and the chance with which this place drew this item (small: an exploration). + was liked and - disliked;
            the list at the right follows at once.[/]
            """.ReplaceLineEndings(" "));
        foreach (var (user, says) in s_visitors)
        {
            var before = Ask(user, says);
            var liked = before[0];
            var topic = Topic(before[1].ItemId);
            var disliked = before.Skip(1).Where(item => Topic(item.ItemId) == topic).Take(2).ToList();
            recommender.Observe(Feedback.On(liked, EventKind.Like));
            foreach (var item in disliked) recommender.Observe(Feedback.On(item, EventKind.Dislike));
            Show(user, says, before, Ask(user, says), item => item == liked ? "+ " : disliked.Contains(item) ? "- " : "");
        }

        var report = recommender.Learn();
        AnsiConsole.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"""
            Then the shared policy learned from the {report.Decisions} answered lists. Off-policy estimate of a list's reward: {report.ServedEstimate:F2} before, {report.CandidateEstimate:F2} after;
            so it {(report.Promoted ? $"was promoted to version {recommender.PolicyVersion}" : $"stays at version {recommender.PolicyVersion}")}.
            """).ReplaceLineEndings(" "));
        Note(Models.Team, "lists learned from", report.Decisions);
        Note(Models.Team, "reward estimate before", report.ServedEstimate);
        Note(Models.Team, "reward estimate after", report.CandidateEstimate);
        Note(Models.Team, "policy version", recommender.PolicyVersion);
        return _measurements;
    }

    private void Note(string model, string metric, double value) => _measurements.Add(new Measurement(Task, model, metric, value, 0, 0));

    private IReadOnlyList<Recommendation> Ask(string user, string says) => recommender.Recommend(new RecommendationRequest { UserId = user, Text = says, Count = 10 });

    private void Show(string user, string says, IReadOnlyList<Recommendation> before, IReadOnlyList<Recommendation> after, Func<Recommendation, string> mark)
    {
        var table = new Table().Title(Markup.Escape($"{user}: \"{says}\"")).AddColumns("", "ten recommendations", "after one like and two dislikes");
        for (var slot = 0; slot < Math.Max(before.Count, after.Count); slot++)
            table.AddRow($"{slot + 1}", Name(before, slot, mark), Name(after, slot, _ => ""));
        AnsiConsole.Write(table);
        foreach (var item in before) Note(user, $"propensity before, slot {item.Slot + 1}", item.Propensity);
        foreach (var item in after) Note(user, $"propensity after, slot {item.Slot + 1}", item.Propensity);
    }

    private string Topic(string itemId) => catalogue.TryGet(itemId, out var item) ? item.Attributes["topic"][0] : "";

    private string Name(IReadOnlyList<Recommendation> list, int slot, Func<Recommendation, string> mark)
    {
        if (slot >= list.Count || !catalogue.TryGet(list[slot].ItemId, out var item)) return "";
        return Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{mark(list[slot])}{item.Attributes["title"][0]} ({item.Attributes["topic"][0]}, {list[slot].Propensity:F2})"));
    }
}

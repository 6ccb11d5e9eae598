using MarlRec.Recommenders.Models;
using QuickStart;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>Ranks products that the fitted data does not hold, for those who then bought one: all that is known of them is their text.</summary>
internal sealed class ColdItems
{
    internal const string Task = "office cold";
    internal const string Protocol = "fitted to the validation part; targets: events of the test part whose product that part does not hold; ranked among all such products by text alone, those of the user's own history left out";
    private const int Cut = 50;

    private readonly int[] _cold;
    private readonly OfficeData.Event[] _events;

    internal ColdItems(OfficeData data)
    {
        var met = data.Earlier.SelectMany(e => e.Whole).ToHashSet();
        _cold = [.. Enumerable.Range(0, data.Items.Count).Where(item => !met.Contains(item))];
        _events = [.. data.Later.Where(e => !met.Contains(e.Target))];
    }

    /// <summary>Recall@50, with equal scores in any order: its expectation.</summary>
    internal IReadOnlyList<Measurement> Judge(string model, IRanker ranker, ulong seed)
    {
        var scores = new float[ranker.ItemCount];
        var recalls = Array.ConvertAll(_events, e =>
        {
            ranker.Score(e.History, scores);
            var own = scores[e.Target];
            var among = _cold.Where(item => item == e.Target || !e.History.Contains(item)).ToArray();
            return Math.Clamp((Cut - among.Count(item => scores[item] > own)) / (double)among.Count(item => scores[item] == own), 0, 1);
        });
        return [Spread.Mean(Task, model, "Recall@50", recalls, seed)];
    }
}

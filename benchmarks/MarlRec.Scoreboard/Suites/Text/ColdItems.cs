using MarlRec.Recommenders.Models;
using QuickStart;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>Ranks products that the fitted data does not hold, for those who then bought one: all that is known of them is their text.</summary>
internal sealed class ColdItems
{
    internal const string Task = "office cold";
    internal const string Protocol = "targets: events of the test part whose product the validation part does not hold; ranked among all such products by text alone, those of the user's own history left out";
    internal const string Fitted = "fitted to what was bought before the test part: the validation part, and what is older than the first event of other test users, without such products";
    private const int Cut = 50;

    private readonly int[] _cold;
    private readonly OfficeData.Event[] _events;

    internal ColdItems(OfficeData data)
    {
        var earlier = OfficeData.Histories(data.Earlier);
        var met = earlier.Values.SelectMany(history => history).ToHashSet();
        _cold = [.. Enumerable.Range(0, data.Items.Count).Where(item => !met.Contains(item))];
        _events = [.. data.Later.Where(e => !met.Contains(e.Target))];
        var first = data.Later.DistinctBy(e => e.User, StringComparer.Ordinal).Where(e => !earlier.ContainsKey(e.User));
        Histories = [.. earlier.Values, .. first.Select(e => e.History.Where(met.Contains).ToArray())];
    }

    /// <summary>What was bought before the test part, without the products that are ranked.</summary>
    internal IReadOnlyList<int[]> Histories { get; }

    /// <summary>Recall@50, with equal scores in any order: its expectation.</summary>
    /// <param name="model">The row's name.</param>
    /// <param name="ranker">Ranks all products; only the cold ones' scores are read.</param>
    /// <param name="seed">What the ranker was fitted with.</param>
    /// <param name="once">Whether a product that somebody bought again counts once, at its last place.</param>
    internal Measurement Judge(string model, IRanker ranker, ulong seed, bool once = false)
    {
        var scores = new float[ranker.ItemCount];
        var recalls = Array.ConvertAll(_events, e =>
        {
            ranker.Score(once ? [.. e.History.Reverse().Distinct().Reverse()] : e.History, scores);
            var own = scores[e.Target];
            var among = _cold.Where(item => item == e.Target || !e.History.Contains(item)).ToArray();
            return Math.Clamp((Cut - among.Count(item => scores[item] > own)) / (double)among.Count(item => scores[item] == own), 0, 1);
        });
        return Spread.Mean(Task, model, "Recall@50", recalls, seed);
    }
}

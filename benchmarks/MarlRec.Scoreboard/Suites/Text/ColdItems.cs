using MarlRec.Execution;
using MarlRec.Recommenders.Models;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>Ranks products that the fitted data does not hold, for those who then bought one: all that is known of them is their text.</summary>
internal sealed class ColdItems
{
    internal const int Folds = 5;

    internal const string Later = "targets: events of the test part whose product the validation part does not hold; ranked among all such products by text alone, those of the user's own history left out";
    internal const string LaterFitted = "fitted to what was bought before the test part: the validation part, and what is older than the first event of other test users, without such products";

    internal const string Fold = "the products of the validation part in five parts by lot: each in turn is what nobody has met, and the targets are its products among the events of every other user of the validation part";
    internal const string FoldFitted = "fitted to the histories of the others, and to what is older than the first event of these, without such products";

    private const int Cut = 50;

    private readonly bool[] _isCold;
    private readonly OfficeData.Event[] _events;

    /// <summary>A list.</summary>
    /// <param name="isCold">Of each product, whether it is ranked.</param>
    /// <param name="events">Only those whose target is such a product are judged.</param>
    /// <param name="histories">Histories to fit to; such products are left out of them.</param>
    private ColdItems(bool[] isCold, IEnumerable<OfficeData.Event> events, IEnumerable<int[]> histories)
    {
        _isCold = isCold;
        _events = [.. events.Where(e => isCold[e.Target])];
        Histories = [.. histories.Select(history => history.Where(item => !isCold[item]).ToArray())];
    }

    /// <summary>What may be fitted to, without the products that are ranked.</summary>
    internal IReadOnlyList<int[]> Histories { get; }

    /// <summary>The products that came with the test part.</summary>
    internal static ColdItems OfTest(OfficeData data)
    {
        var earlier = OfficeData.Histories(data.Earlier);
        var met = earlier.Values.SelectMany(history => history).ToHashSet();
        bool[] isCold = [.. Enumerable.Range(0, data.Items.Count).Select(item => !met.Contains(item))];
        return new ColdItems(isCold, data.Later, [.. earlier.Values, .. First(data.Later).Where(e => !earlier.ContainsKey(e.User)).Select(e => e.History)]);
    }

    /// <summary>A fifth of the products of the validation part, which leaves the test part for judging what was chosen by it.</summary>
    internal static ColdItems OfFold(OfficeData data, int fold)
    {
        var histories = OfficeData.Histories(data.Earlier);
        var met = histories.Values.SelectMany(history => history).Distinct().ToArray();
        new RandomStream(77).Fork("items").Shuffle(met.AsSpan());
        var isCold = new bool[data.Items.Count];
        for (var i = fold; i < met.Length; i += Folds) isCold[met[i]] = true;
        var judged = histories.Keys.Where((_, i) => (i + fold) % 2 == 0).ToHashSet(StringComparer.Ordinal);
        var events = data.Earlier.Where(e => judged.Contains(e.User)).ToArray();
        return new ColdItems(isCold, events, [.. histories.Where(own => !judged.Contains(own.Key)).Select(own => own.Value), .. First(events).Select(e => e.History)]);
    }

    /// <summary>Recall@50 of each event, with equal scores in any order: its expectation.</summary>
    /// <param name="ranker">Ranks all products; only the cold ones' scores are read.</param>
    /// <param name="once">Whether a product that somebody bought again counts once, at its last place.</param>
    internal double[] Judge(IRanker ranker, bool once = false)
    {
        var scores = new float[ranker.ItemCount];
        return Array.ConvertAll(_events, e =>
        {
            ranker.Score(once ? [.. e.History.Reverse().Distinct().Reverse()] : e.History, scores);
            var own = scores[e.Target];
            int better = 0, equal = 0;
            for (var item = 0; item < scores.Length; item++)
            {
                if (!_isCold[item] || (item != e.Target && e.History.Contains(item))) continue;
                if (scores[item] > own) better++;
                else if (scores[item] == own) equal++;
            }

            return Math.Clamp((Cut - better) / (double)equal, 0, 1);
        });
    }

    private static IEnumerable<OfficeData.Event> First(IEnumerable<OfficeData.Event> events) => events.DistinctBy(e => e.User, StringComparer.Ordinal);
}

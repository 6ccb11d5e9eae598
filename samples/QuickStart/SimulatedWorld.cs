using MarlRec.Data;
using MarlRec.Environments.Slates;
using MarlRec.Execution;

namespace QuickStart;

/// <summary>
/// QuickStart's world: the catalogue's topics and qualities, and a population that likes three topics each, tires of what it just had, wants variety on a list, and leaves
/// sooner when quality disappoints. Its dynamics are those of <see cref="TopicPopulation"/> with the constants below; they were fixed before anything was trained.
/// </summary>
public sealed class SimulatedWorld
{
    private const int UserCount = 600;

    private readonly int[] _topics;
    private readonly float[] _qualities;

    public SimulatedWorld(IReadOnlyList<CatalogueItem> catalogue)
    {
        var topics = catalogue.Select(item => item.Topic).Distinct().Order(StringComparer.Ordinal).ToList();
        _topics = [.. catalogue.Select(item => topics.IndexOf(item.Topic))];
        _qualities = [.. catalogue.Select(item => (float)item.Quality)];
        Catalogue = QuickStart.Catalogue.ToItemCatalog(catalogue);
    }

    public static TopicPopulationOptions Dynamics { get; } = new() { HistoryLength = 16 };

    public ItemCatalog Catalogue { get; }

    /// <summary>A new copy of the population.</summary>
    public TopicPopulation Users() => new(_topics, _qualities, Dynamics);

    /// <summary>What the population did before the recommender existed: 600 users with 16 events each.</summary>
    public InteractionLog History(RandomStream random)
    {
        var builder = new InteractionLog.Builder(null, Catalogue.Ids);
        var users = Users();
        for (var user = 0; user < UserCount; user++)
        {
            users.BeginSession(random.Fork("user", user));
            for (var n = 0; n < users.History.Length; n++) builder.Add($"user-{user}", Catalogue.Ids[users.History[n]], EventKind.Click, 1, n);
        }

        return builder.Build();
    }
}

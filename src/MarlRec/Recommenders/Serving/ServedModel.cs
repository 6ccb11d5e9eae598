using System.Collections.Concurrent;
using MarlRec.Data;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Slates;
using MarlRec.Text;

namespace MarlRec.Recommenders.Serving;

/// <summary>
/// All that serving reads, swapped as a whole; so a request that is under way while another fit ends meets users and decisions of its own model only. Thread safety:
/// <em>immutable</em>, but for users and decisions, which are <em>thread-safe</em>.
/// </summary>
/// <param name="Items">Item ids.</param>
/// <param name="Catalog">The items behind them, [V].</param>
/// <param name="Words">Turns text into word ids; null when no item has text.</param>
/// <param name="Ranker">The prior.</param>
/// <param name="Policy">The slot agents.</param>
/// <param name="Version">The policy's version; it grows with every promotion.</param>
/// <param name="Users">What is known of each user.</param>
/// <param name="Decisions">The lists that wait for feedback or learning.</param>
internal sealed record ServedModel(
    IdMap Items,
    CatalogItem[] Catalog,
    TextPipeline? Words,
    InterestRanker Ranker,
    SlotTeamPolicy Policy,
    long Version,
    ConcurrentDictionary<string, UserState> Users,
    DecisionLog Decisions);

using MarlRec.Data;
using MarlRec.Environments.Slates;
using MarlRec.Execution;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace MarlRec;

/// <summary>Everything that shapes a <see cref="Recommender"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record RecommenderOptions
{
    /// <summary>The seed of all randomness: equal seeds and equal calls give equal bytes. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The ranker: encoder, counts, and their training.</summary>
    public InterestRankerOptions Ranker { get; init; } = new();

    /// <summary>The slot agents and their learner.</summary>
    public SlotTeamOptions Team { get; init; } = new();

    /// <summary>
    /// How slot agents train on replayed histories at the end of a fit. No updates leave them as the ranker; so does a catalogue with fewer items than the environment's candidates.
    /// </summary>
    public TeamTrainingOptions Replay { get; init; } = new();

    /// <summary>The habits of the replayed users.</summary>
    public LoggedPopulationOptions ReplayedUsers { get; init; } = new();

    /// <summary>How lists are drawn and remembered.</summary>
    public ServingOptions Serving { get; init; } = new();

    /// <summary>What each kind of event is worth as a reward.</summary>
    public EventWeights EventWeights { get; init; } = EventWeights.Default;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentNullException">A part is null.</exception>
    /// <exception cref="ArgumentException">A property of a part is out of its range.</exception>
    public void Validate()
    {
        Require(Ranker, nameof(Ranker)).Validate();
        Require(Team, nameof(Team)).Validate();
        Require(Replay, nameof(Replay)).Validate();
        Require(ReplayedUsers, nameof(ReplayedUsers)).Validate();
        Require(Serving, nameof(Serving)).Validate();
        Require(EventWeights, nameof(EventWeights)).Validate();
    }

    private static T Require<T>(T? part, string name)
        where T : class => part ?? throw new ArgumentNullException(name);
}

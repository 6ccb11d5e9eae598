using MarlRec.Data;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace MarlRec;

/// <summary>Puts a <see cref="Recommender"/> together, one choice a line. Thread safety: <em>single owner</em>.</summary>
public sealed class RecommenderBuilder
{
    private RecommenderOptions _options = new();
    private int _degreeOfParallelism = 1;

    /// <summary>Sets the seed of all randomness; 0 when not set.</summary>
    /// <param name="seed">Any value.</param>
    public RecommenderBuilder WithSeed(ulong seed) => With(_options with { Seed = seed });

    /// <summary>Sets how many threads fitting and training use; 1 when not set. Results do not depend on it.</summary>
    /// <param name="degreeOfParallelism">1 to 1,024.</param>
    /// <exception cref="ArgumentOutOfRangeException">The degree is out of range.</exception>
    public RecommenderBuilder WithDegreeOfParallelism(int degreeOfParallelism)
    {
        Execution.Throw.IfOutside(degreeOfParallelism, 1, 1024);
        _degreeOfParallelism = degreeOfParallelism;
        return this;
    }

    /// <summary>Sets the ranker's options.</summary>
    /// <param name="options">Sizes and training.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public RecommenderBuilder WithRanker(InterestRankerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return With(_options with { Ranker = options });
    }

    /// <summary>Sets the slot agents' options.</summary>
    /// <param name="options">Sizes and learning.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public RecommenderBuilder WithTeam(SlotTeamOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return With(_options with { Team = options });
    }

    /// <summary>Sets how slot agents train on replayed histories at the end of a fit.</summary>
    /// <param name="options">The training.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public RecommenderBuilder WithReplay(TeamTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return With(_options with { Replay = options });
    }

    /// <summary>Sets how lists are drawn.</summary>
    /// <param name="options">Candidates, temperature, exploration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public RecommenderBuilder WithServing(ServingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return With(_options with { Serving = options });
    }

    /// <summary>Sets what each kind of event is worth.</summary>
    /// <param name="weights">The weights.</param>
    /// <exception cref="ArgumentNullException"><paramref name="weights"/> is null.</exception>
    public RecommenderBuilder WithEventWeights(EventWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return With(_options with { EventWeights = weights });
    }

    /// <summary>Sets everything at once.</summary>
    /// <param name="options">The options.</param>
    public RecommenderBuilder With(RecommenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        return this;
    }

    /// <summary>A recommender that has not learned anything yet.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public Recommender Build() => new(_options, _degreeOfParallelism);
}

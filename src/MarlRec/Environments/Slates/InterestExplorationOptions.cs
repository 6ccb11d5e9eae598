using MarlRec.Environments.Slates.Choice;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>The dynamics of <see cref="InterestExploration"/>. The defaults are those of RecSim's environment of that name.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record InterestExplorationOptions
{
    /// <summary>C: how many new documents are offered in each round, 1 to 10,000. Default 10.</summary>
    public int CandidateCount { get; init; } = 10;

    /// <summary>How the user picks from a slate by affinity + quality. Default multinomial logit with no-click mass 5.</summary>
    public IChoiceModel ChoiceModel { get; init; } = new MultinomialLogitChoice(5);

    /// <summary>The probability of the user type that prefers topic 1, in [0, 1]; the other prefers topic 0. Default 0.3.</summary>
    public double NicheUsers { get; init; } = 0.3;

    /// <summary>The probability that a document has topic 0, the one of higher quality, in [0, 1]. Default 0.2.</summary>
    public double TopicZero { get; init; } = 0.2;

    /// <summary>The deviation of the logarithm of affinities and of qualities, 0 to 1. Default 0.1.</summary>
    public double Deviation { get; init; } = 0.1;

    /// <summary>What the recommender sees of the user. Default <see cref="SessionObservation.StateAndHistory"/>; the state alone is nothing.</summary>
    public SessionObservation Observation { get; init; } = SessionObservation.StateAndHistory;

    /// <summary>After how many slates the session is cut off, 1 to 1,000,000; it has no other end. Default 100.</summary>
    public int MaxRounds { get; init; } = 100;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentNullException"><see cref="ChoiceModel"/> is null.</exception>
    /// <exception cref="ArgumentException"><see cref="ChoiceModel"/> does not take all scores from 0 up.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another property is out of its range.</exception>
    public void Validate()
    {
        Throw.IfOutside(CandidateCount, 1, 10_000);
        ArgumentNullException.ThrowIfNull(ChoiceModel);
        ChoiceGuard.CheckRange(ChoiceModel, 0, double.PositiveInfinity, nameof(ChoiceModel));
        Throw.IfOutside(NicheUsers, 0, 1);
        Throw.IfOutside(TopicZero, 0, 1);
        Throw.IfOutside(Deviation, 0, 1);
        if (!Enum.IsDefined(Observation)) throw new ArgumentOutOfRangeException(nameof(Observation), Observation, "Observation must be State or StateAndHistory.");
        Throw.IfOutside(MaxRounds, 1, 1_000_000);
    }
}

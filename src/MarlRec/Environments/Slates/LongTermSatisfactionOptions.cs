using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>The dynamics of <see cref="LongTermSatisfaction"/>. The defaults are those of RecSim's environment of that name.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record LongTermSatisfactionOptions
{
    /// <summary>
    /// A variant in which the future counts. With RecSim's sensitivity, 0.01, satisfaction hardly moves from ½ and the myopic choice, chocolate, is the best; with 1.5,
    /// chocolate uses it up within a few rounds, and kale earns many times more.
    /// </summary>
    public static LongTermSatisfactionOptions Sensitive { get; } = new() { Sensitivity = 1.5 };

    /// <summary>C: how many documents are offered in each round, 1 to 10,000. Default 10.</summary>
    public int CandidateCount { get; init; } = 10;

    /// <summary>What is offered. Default <see cref="ClickbaitLevels.Drawn"/>.</summary>
    public ClickbaitLevels Documents { get; init; } = ClickbaitLevels.Drawn;

    /// <summary>The share of net positive exposure that a round leaves, in [0, 0.999]. Default 0.7.</summary>
    public double MemoryDiscount { get; init; } = 0.7;

    /// <summary>How much net positive exposure says in satisfaction; finite, 0 or more. Default 0.01.</summary>
    public double Sensitivity { get; init; } = 0.01;

    /// <summary>The standard deviation of what moves the exposure by chance, 0 to 100. Default 0.05.</summary>
    public double InnovationDeviation { get; init; } = 0.05;

    /// <summary>The mean of the logarithm of engagement with chocolate at full satisfaction, −20 to 20. Default 5.</summary>
    public double ChocolateMean { get; init; } = 5;

    /// <summary>The standard deviation of the logarithm of engagement with chocolate, 0 to 5. Default 1.</summary>
    public double ChocolateDeviation { get; init; } = 1;

    /// <summary>The mean of the logarithm of engagement with kale at full satisfaction, −20 to 20. Default 4.</summary>
    public double KaleMean { get; init; } = 4;

    /// <summary>The standard deviation of the logarithm of engagement with kale, 0 to 5. Default 1.</summary>
    public double KaleDeviation { get; init; } = 1;

    /// <summary>After how many answers the session is over, 1 to 1,000,000. Default 60.</summary>
    public int TimeBudget { get; init; } = 60;

    /// <summary>What the recommender sees of the user. Default <see cref="SessionObservation.StateAndHistory"/>; the state alone is nothing.</summary>
    public SessionObservation Observation { get; init; } = SessionObservation.StateAndHistory;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of its range.</exception>
    public void Validate()
    {
        Throw.IfOutside(CandidateCount, 1, 10_000);
        if (!Enum.IsDefined(Documents)) throw new ArgumentOutOfRangeException(nameof(Documents), Documents, "Documents must be Drawn or Spaced.");
        Throw.IfOutside(MemoryDiscount, 0, 0.999);
        Throw.IfNotFinite(Sensitivity);
        ArgumentOutOfRangeException.ThrowIfNegative(Sensitivity);
        Throw.IfOutside(InnovationDeviation, 0, 100);
        Throw.IfOutside(ChocolateMean, -20, 20);
        Throw.IfOutside(ChocolateDeviation, 0, 5);
        Throw.IfOutside(KaleMean, -20, 20);
        Throw.IfOutside(KaleDeviation, 0, 5);
        Throw.IfOutside(TimeBudget, 1, 1_000_000);
        if (!Enum.IsDefined(Observation)) throw new ArgumentOutOfRangeException(nameof(Observation), Observation, "Observation must be State or StateAndHistory.");
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>The dynamics of a <see cref="TopicPopulation"/>. Thread safety: <em>immutable</em>.</summary>
public sealed record TopicPopulationOptions
{
    /// <summary>How many topics a user likes, at least 1. Default 3.</summary>
    public int LikedTopics { get; init; } = 3;

    /// <summary>How many items a user consumed before the session, 0 or more. Default 12.</summary>
    public int HistoryLength { get; init; } = 12;

    /// <summary>Utility of a topic that the user loves, in logits, above 0; liked topics are drawn from half of it to all of it. Default 2.</summary>
    public double Affinity { get; init; } = 2.0;

    /// <summary>Utility gained between the worst and the best quality of an item, in logits. Default 2.</summary>
    public double QualityEffect { get; init; } = 2.0;

    /// <summary>Utility lost for each earlier item of the same topic on the same slate, in logits. Default 1.</summary>
    public double Redundancy { get; init; } = 1;

    /// <summary>Utility lost in a topic after consuming it, in logits; it adds up. Default 1.</summary>
    public double Boredom { get; init; } = 1.0;

    /// <summary>The share of boredom that is left after a round, in [0, 1). Default 0.7.</summary>
    public double BoredomDecay { get; init; } = 0.7;

    /// <summary>Utility of choosing none of the items, in logits. Default 2.5.</summary>
    public double NoneUtility { get; init; } = 2.5;

    /// <summary>Utility of leaving at satisfaction 0, in logits. Default 1.</summary>
    public double LeaveUtility { get; init; } = 1.0;

    /// <summary>How much satisfaction lowers the utility of leaving, in logits at satisfaction 1. Default 2.</summary>
    public double SatisfactionEffect { get; init; } = 2.0;

    /// <summary>How fast satisfaction, which lies in [−1, 1], follows what happened: the weight of the newest round, in (0, 1]. Default 0.3.</summary>
    public double SatisfactionRate { get; init; } = 0.3;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LikedTopics, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(HistoryLength);
        Throw.IfNotPositive(Affinity);
        Throw.IfNotFinite(QualityEffect);
        Throw.IfNotFinite(Redundancy);
        Throw.IfNotFinite(Boredom);
        Throw.IfOutside(BoredomDecay, 0, 0.999);
        Throw.IfNotFinite(NoneUtility);
        Throw.IfNotFinite(LeaveUtility);
        Throw.IfNotFinite(SatisfactionEffect);
        Throw.IfOutside(SatisfactionRate, 0.001, 1);
    }
}

using MarlRec.Execution;

namespace MarlRec.Recommenders.Serving;

/// <summary>How lists are drawn and remembered. Thread safety: <em>immutable</em>.</summary>
public sealed record ServingOptions
{
    /// <summary>C: how many candidates the slot agents choose from, 1 to 10,000; never fewer than the list is long. Default 50.</summary>
    public int CandidateCount { get; init; } = 50;

    /// <summary>The softmax temperature of a draw, above 0; lower is closer to greedy. Default 1.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The share of each draw that is uniform over the remaining candidates, in [0, 1]. Default 0.02.</summary>
    public double ExplorationFloor { get; init; } = 0.02;

    /// <summary>How many decisions wait for feedback or learning at most, at least 1; the oldest makes room. Default 10,000.</summary>
    public int DecisionCapacity { get; init; } = 10_000;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of its range.</exception>
    public void Validate()
    {
        Throw.IfOutside(CandidateCount, 1, 10_000);
        Throw.IfNotPositive(Temperature);
        Throw.IfOutside(ExplorationFloor, 0, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DecisionCapacity, 1);
    }
}

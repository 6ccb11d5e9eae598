namespace MarlRec.Data;

/// <summary>One served list with all that later learning and auditing need. Thread safety: <em>immutable</em>.</summary>
/// <remarks>Candidates and slots are in order. The probability of the whole list is the product of <see cref="Propensities"/>.</remarks>
public sealed record Decision
{
    /// <summary>The decision's name, unique in its log.</summary>
    public required string EventId { get; init; }

    /// <summary>The user, or null for an anonymous visitor.</summary>
    public string? UserId { get; init; }

    /// <summary>The version of the policy that decided.</summary>
    public required long PolicyVersion { get; init; }

    /// <summary>Whether the slots were drawn by <see cref="Propensities"/>; a greedy list was not, and nothing can be learned off-policy from it.</summary>
    public required bool IsDrawn { get; init; }

    /// <summary>The items that could have been chosen, [C], best prior first.</summary>
    public required IReadOnlyList<int> Candidates { get; init; }

    /// <summary>For each slot the index of the chosen candidate, [K].</summary>
    public required IReadOnlyList<int> Slots { get; init; }

    /// <summary>For each slot the probability of its choice given the slots before it, [K], each in (0, 1].</summary>
    public required IReadOnlyList<float> Propensities { get; init; }

    /// <summary>What the policy saw of the user, [X].</summary>
    public required IReadOnlyList<float> Context { get; init; }

    /// <summary>What the policy saw of each candidate beside its item vector, [C, P].</summary>
    public required IReadOnlyList<float> PairFeatures { get; init; }
}

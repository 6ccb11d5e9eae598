namespace MarlRec.Environments.Wrappers;

/// <summary>How a team divides what its agents earn in a step.</summary>
public enum RewardSharing
{
    /// <summary>Every agent is given the sum of all rewards.</summary>
    Sum,

    /// <summary>Every agent is given the sum of all rewards divided by A; agents that have ended count as agents.</summary>
    Mean,

    /// <summary>Every agent keeps its own reward.</summary>
    Individual,
}

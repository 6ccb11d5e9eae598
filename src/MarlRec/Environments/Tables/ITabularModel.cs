namespace MarlRec.Environments.Tables;

/// <summary>The exact dynamics of a world with finitely many states: what dynamic programming and planners need, and no learner may see.</summary>
/// <remarks>
/// <para>A state holds all that the future depends on. It may be more than the agent observes: the world says how its observations follow.</para>
/// <para>Thread safety: <em>immutable</em>.</para>
/// </remarks>
public interface ITabularModel
{
    /// <summary>How many states, S: 1 or more. States are numbered from 0.</summary>
    int StateCount { get; }

    /// <summary>How many actions, K: 1 or more. Actions are numbered from 0.</summary>
    int ActionCount { get; }

    /// <summary>How likely an episode starts in each state, [S]; they sum to 1.</summary>
    ReadOnlySpan<double> StartProbabilities { get; }

    /// <summary>All that may follow; the probabilities sum to 1. Empty where the action is not legal, and so for every action of a state in which nobody ever acts.</summary>
    /// <param name="state">0 to S − 1.</param>
    /// <param name="action">0 to K − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state or action.</exception>
    ReadOnlySpan<TabularOutcome> Outcomes(int state, int action);
}

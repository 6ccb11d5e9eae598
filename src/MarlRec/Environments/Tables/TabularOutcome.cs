namespace MarlRec.Environments.Tables;

/// <summary>One thing that may follow from an action in a state. Thread safety: <em>immutable</em>.</summary>
/// <param name="Probability">How likely it is: above 0 and at most 1.</param>
/// <param name="Next">The state that follows.</param>
/// <param name="Reward">What the step earns; finite.</param>
/// <param name="Terminated">Whether the episode ends with it, so that <paramref name="Next"/> is worth nothing.</param>
public readonly record struct TabularOutcome(double Probability, int Next, double Reward, bool Terminated);

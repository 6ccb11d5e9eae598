namespace MarlRec.Environments.Bandits;

/// <summary>A world of one agent whose actions, the arms, pay at once and change nothing: what matters is to find out which pays best.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public interface IBandit : IEnvironment
{
    /// <summary>What each arm would pay on average if it were pulled now, [K]; no learner may see it. It is overwritten by the next pull.</summary>
    /// <exception cref="InvalidOperationException">There was no reset yet.</exception>
    ReadOnlySpan<double> ExpectedRewards { get; }

    /// <summary>How much the pulls since the reset have missed on average: the sum of the best arm's expected reward less the chosen one's (the pseudo-regret). 0 or more.</summary>
    double Regret { get; }
}

namespace MarlRec.Learning.Games;

/// <summary>
/// How far a policy is from a Nash equilibrium: what the players could gain, each alone, by playing a best response instead; 0 exactly at an equilibrium.
/// Lanctot et al., "A Unified Game-Theoretic Approach to Multiagent Reinforcement Learning", 2017.
/// </summary>
/// <remarks>Thread safety: <em>thread-safe</em>.</remarks>
public static class NashConv
{
    /// <summary>The sum over the players of (value of the best response − value of the policy): 0 or more, up to rounding.</summary>
    /// <param name="policy">How all players play.</param>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    public static double Of(TabularGamePolicy policy)
    {
        var values = ExpectedReturns.Of(policy);
        var sum = 0.0;
        for (var player = 0; player < values.Length; player++) sum += BestResponse.To(policy, player).Value - values[player];
        return sum;
    }

    /// <summary>The exploitability of a policy: <see cref="Of"/> divided by the number of players. In a game of two opponents it is what a player who does not know which side he will have loses on average to a perfect opponent.</summary>
    /// <param name="policy">How all players play.</param>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    public static double Exploitability(TabularGamePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Of(policy) / policy.Tree.Game.PlayerCount;
    }
}

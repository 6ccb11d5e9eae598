namespace MarlRec.Learning.Games;

/// <summary>What each player wins on average, exactly.</summary>
/// <remarks>Thread safety: <em>thread-safe</em>.</remarks>
public static class ExpectedReturns
{
    /// <summary>The expected return of each player when all play <paramref name="policy"/>, [A].</summary>
    /// <param name="policy">How all players play.</param>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    public static double[] Of(TabularGamePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var tree = policy.Tree;
        var players = tree.Game.PlayerCount;
        var values = (double[])tree.Returns.Clone();
        for (var node = tree.NodeCount - 1; node >= 0; node--)
        {
            for (var edge = tree.EdgeStarts[node]; edge < tree.EdgeStarts[node + 1]; edge++)
            {
                var probability = policy.EdgeProbability(node, edge);
                for (var player = 0; player < players; player++)
                    values[node * players + player] += probability * values[tree.EdgeChildren[edge] * players + player];
            }
        }

        return values[..players];
    }
}

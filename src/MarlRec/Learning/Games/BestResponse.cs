using MarlRec.Execution;

namespace MarlRec.Learning.Games;

/// <summary>The best that one player can do while the others keep to a policy, exactly.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class BestResponse
{
    private BestResponse(int player, double value, TabularGamePolicy policy)
    {
        Player = player;
        Value = value;
        Policy = policy;
    }

    /// <summary>The player who responds.</summary>
    public int Player { get; }

    /// <summary>What the player wins on average.</summary>
    public double Value { get; }

    /// <summary>The policy responded to, in which the player plays the response: one action at each information set, the lowest where several are best.</summary>
    public TabularGamePolicy Policy { get; }

    /// <summary>Finds the best response of a player.</summary>
    /// <param name="policy">How the others play; what it says of <paramref name="player"/> is not read.</param>
    /// <param name="player">The player who responds, 0 to A − 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="player"/> is not a player.</exception>
    public static BestResponse To(TabularGamePolicy policy, int player)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var tree = policy.Tree;
        if ((uint)player >= (uint)tree.Game.PlayerCount) Throw.IfOutside(player, 0, tree.Game.PlayerCount - 1);
        var search = new BestResponseSearch(policy, player);
        var value = search.Run();
        var response = TabularGamePolicy.Create(tree, (set, probabilities) =>
        {
            if (set.Player == player) probabilities[search.Choices[set.Index]] = 1;
            else policy[set.Index].CopyTo(probabilities);
        });
        return new BestResponse(player, value, response);
    }
}

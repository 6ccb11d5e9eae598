using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Learning.Games;

/// <summary>How all players of a game play: a probability for each legal action at each information set (a profile of behavioural strategies).</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class TabularGamePolicy
{
    private const double Tolerance = 1e-9;

    // [I, K]
    private readonly double[] _probabilities;

    /// <summary>Creates a policy from its table.</summary>
    /// <param name="tree">The game.</param>
    /// <param name="probabilities">A row of K probabilities for each information set, [I, K]: 0 or more, 0 for illegal actions, each row summing to 1 within 1e-9.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tree"/> is null.</exception>
    /// <exception cref="ArgumentException">The length is not I · K, or a row is not a distribution over the legal actions.</exception>
    public TabularGamePolicy(GameTree tree, ReadOnlySpan<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var actions = tree.Game.ActionCount;
        Throw.IfLengthDiffers(probabilities.Length, checked(tree.InformationSets.Count * actions), nameof(probabilities));
        foreach (var set in tree.InformationSets) Check(set, probabilities.Slice(set.Index * actions, actions));
        Tree = tree;
        _probabilities = probabilities.ToArray();
    }

    /// <summary>The game that is played.</summary>
    public GameTree Tree { get; }

    /// <summary>The probability of each action at an information set, [K].</summary>
    /// <param name="set">The number of the information set.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="set"/> is not an information set.</exception>
    public ReadOnlySpan<double> this[int set]
    {
        get
        {
            if ((uint)set >= (uint)Tree.InformationSets.Count) Throw.IfOutside(set, 0, Tree.InformationSets.Count - 1);
            return _probabilities.AsSpan(set * Tree.Game.ActionCount, Tree.Game.ActionCount);
        }
    }

    /// <summary>The policy that plays all legal actions alike.</summary>
    /// <param name="tree">The game.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tree"/> is null.</exception>
    public static TabularGamePolicy Uniform(GameTree tree) => Create(tree, static (set, probabilities) =>
    {
        foreach (var action in set.Actions) probabilities[action] = 1.0 / set.Actions.Length;
    });

    /// <summary>The policy that always plays the first legal action: in the poker games it folds whenever it can, and never bets.</summary>
    /// <param name="tree">The game.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tree"/> is null.</exception>
    public static TabularGamePolicy FirstLegal(GameTree tree) => Create(tree, static (set, probabilities) => probabilities[set.Actions[0]] = 1);

    /// <summary>The policy that a rule describes.</summary>
    /// <param name="tree">The game.</param>
    /// <param name="rule">Is asked once for each information set, in order.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The rule gave a row that is not a distribution over the legal actions.</exception>
    public static TabularGamePolicy Create(GameTree tree, GamePolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(rule);
        var actions = tree.Game.ActionCount;
        var probabilities = new double[checked(tree.InformationSets.Count * actions)];
        foreach (var set in tree.InformationSets) rule(set, probabilities.AsSpan(set.Index * actions, actions));
        return new TabularGamePolicy(tree, probabilities);
    }

    /// <summary>The policy in which one player plays as in <paramref name="other"/> and all others as in this one.</summary>
    /// <param name="player">The player, 0 to A − 1.</param>
    /// <param name="other">A policy of the same tree.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="player"/> is not a player.</exception>
    /// <exception cref="ArgumentException"><paramref name="other"/> is of another tree.</exception>
    public TabularGamePolicy WithPlayer(int player, TabularGamePolicy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if ((uint)player >= (uint)Tree.Game.PlayerCount) Throw.IfOutside(player, 0, Tree.Game.PlayerCount - 1);
        if (other.Tree != Tree) throw new ArgumentException($"other is a policy of another tree (of {other.Tree.Game.Name}), but one of this tree was expected.", nameof(other));
        return Create(Tree, (set, probabilities) => (set.Player == player ? other : this)[set.Index].CopyTo(probabilities));
    }

    /// <summary>How likely an edge of the tree is taken at a node.</summary>
    internal double EdgeProbability(int node, int edge)
    {
        var set = Tree.Sets[node];
        return set < 0 ? Tree.EdgeChances[edge] : _probabilities[set * Tree.Game.ActionCount + Tree.EdgeActions[edge]];
    }

    private static void Check(InformationSet set, ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        for (var action = 0; action < row.Length; action++)
        {
            if (!(row[action] >= 0)) throw Bad(set, $"action {action} has probability {row[action]}, but 0 or more was expected");
            if (row[action] > 0 && !set.Actions.Contains(action)) throw Bad(set, $"action {action} is not legal, but has a probability above 0");
            sum += row[action];
        }

        if (!(Math.Abs(sum - 1) <= Tolerance)) throw Bad(set, $"probabilities sum to {sum}, but 1 was expected");
    }

    private static ArgumentException Bad(InformationSet set, FormattableString message, string argument = "probabilities") => new($"At {set}: {message.ToString(CultureInfo.InvariantCulture)}.", argument);
}

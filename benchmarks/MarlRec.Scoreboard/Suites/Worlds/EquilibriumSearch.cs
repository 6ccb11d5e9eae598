using MarlRec.Environments.Extensive;
using MarlRec.Learning.Games;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>
/// CFR+ for two opponents (Tammelin, "Solving Large Imperfect Information Games Using CFR+", 2014): players in turn, regrets kept at 0 or more, the average weighed by the iteration. Written
/// over the public interface of games, for the ceiling of a game whose equilibrium nobody has in closed form.
/// </summary>
internal sealed class EquilibriumSearch
{
    private readonly GameTree _tree;
    private readonly int _actions;
    private readonly double[] _regrets, _current, _sums;
    private readonly Node _root;

    internal EquilibriumSearch(GameTree tree)
    {
        _tree = tree;
        _actions = tree.Game.ActionCount;
        _regrets = new double[tree.InformationSets.Count * _actions];
        _current = new double[_regrets.Length];
        _sums = new double[_regrets.Length];
        _root = Unroll(tree.Game.Start());
        MatchRegrets(0);
        MatchRegrets(1);
    }

    // Set is null at moves of chance and at the end, where First is what player 0 wins.
    private sealed record Node(InformationSet? Set, double First, (int Move, double Chance, Node Child)[] Edges);

    internal TabularGamePolicy Run(int iterations)
    {
        for (var iteration = 1; iteration <= iterations; iteration++)
        {
            for (var player = 0; player < 2; player++)
            {
                Update(_root, player, own: 1, others: 1, iteration);
                MatchRegrets(player);
            }
        }

        return TabularGamePolicy.Create(_tree, (set, probabilities) => Normalise(set, _sums, probabilities));
    }

    /// <summary>What the player wins from here, after adding what each of his actions would have won to its regret.</summary>
    private double Update(Node node, int player, double own, double others, int iteration)
    {
        if (node.Edges.Length == 0) return player == 0 ? node.First : -node.First;
        var value = 0.0;
        if (node.Set is not { } set)
        {
            foreach (var (_, chance, child) in node.Edges) value += chance * Update(child, player, own, others * chance, iteration);
            return value;
        }

        var row = set.Index * _actions;
        Span<double> values = stackalloc double[_actions];
        foreach (var (move, _, child) in node.Edges)
        {
            var probability = _current[row + move];
            values[move] = set.Player == player ? Update(child, player, own * probability, others, iteration) : Update(child, player, own, others * probability, iteration);
            value += probability * values[move];
        }

        if (set.Player != player) return value;
        foreach (var (move, _, _) in node.Edges)
        {
            _regrets[row + move] += others * (values[move] - value);
            _sums[row + move] += iteration * own * _current[row + move];
        }

        return value;
    }

    private void MatchRegrets(int player)
    {
        foreach (var set in _tree.InformationSets)
        {
            if (set.Player != player) continue;
            foreach (ref var regret in _regrets.AsSpan(set.Index * _actions, _actions)) regret = Math.Max(regret, 0);
            Normalise(set, _regrets, _current.AsSpan(set.Index * _actions, _actions));
        }
    }

    private void Normalise(InformationSet set, double[] weights, Span<double> probabilities)
    {
        var row = weights.AsSpan(set.Index * _actions, _actions);
        var sum = 0.0;
        foreach (var weight in row) sum += weight;
        foreach (var action in set.Actions) probabilities[action] = sum > 0 ? row[action] / sum : 1.0 / set.Actions.Length;
    }

    private Node Unroll(GameState state)
    {
        if (state.IsTerminal) return new Node(null, state.Return(0), []);
        var edges = new List<(int Move, double Chance, Node Child)>();
        for (var move = 0; move < (state.IsChance ? _tree.Game.ChanceOutcomeCount : _actions); move++)
        {
            if (state.IsChance ? state.ChanceProbability(move) <= 0 : !state.IsLegal(move)) continue;
            var next = state.Clone();
            next.Apply(move);
            edges.Add((move, state.IsChance ? state.ChanceProbability(move) : 0, Unroll(next)));
        }

        return new Node(state.IsChance ? null : _tree.Find(state.Player, state.InformationState(state.Player)), 0, [.. edges]);
    }
}

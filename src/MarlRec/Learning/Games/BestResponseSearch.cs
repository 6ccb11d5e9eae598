namespace MarlRec.Learning.Games;

/// <summary>
/// Backward induction over information sets. At a set the player weighs its nodes by how likely chance and the others make them: his own earlier moves, which are the
/// same at all of them (perfect recall), cancel out.
/// </summary>
internal sealed class BestResponseSearch(TabularGamePolicy policy, int player)
{
    private const int Undecided = -1;

    private readonly GameTree _tree = policy.Tree;

    // Per node: how likely chance and the others lead here, how often the player has decided before, and what he wins from here.
    private readonly double[] _reach = new double[policy.Tree.NodeCount];
    private readonly int[] _depths = new int[policy.Tree.NodeCount];
    private readonly double[] _values = new double[policy.Tree.NodeCount];

    // Per information set and action: the weighed sum of the values.
    private readonly double[] _actionValues = new double[policy.Tree.InformationSets.Count * policy.Tree.Game.ActionCount];

    /// <summary>The action at each of the player's information sets.</summary>
    internal int[] Choices { get; } = new int[policy.Tree.InformationSets.Count];

    internal double Run()
    {
        SpreadReach();
        Choices.AsSpan().Fill(Undecided);
        // A decision rests on the values below it, and below a node of depth d the player decides at depths above d only: the deepest first.
        foreach (var level in Levels())
        {
            foreach (var node in level) if (_tree.Players[node] == player) WeighActions(node);
            foreach (var node in level) if (_tree.Players[node] == player) Decide(node);
            for (var i = level.Length - 1; i >= 0; i--) if (_tree.Players[level[i]] != player) Average(level[i]);
        }

        return _values[0];
    }

    private void SpreadReach()
    {
        _reach[0] = 1;
        for (var node = 0; node < _tree.NodeCount; node++)
        {
            var own = _tree.Players[node] == player;
            for (var edge = _tree.EdgeStarts[node]; edge < _tree.EdgeStarts[node + 1]; edge++)
            {
                var child = _tree.EdgeChildren[edge];
                _reach[child] = own ? _reach[node] : _reach[node] * policy.EdgeProbability(node, edge);
                _depths[child] = own ? _depths[node] + 1 : _depths[node];
            }
        }
    }

    /// <summary>The nodes of each depth, in preorder; the deepest first.</summary>
    private IEnumerable<int[]> Levels() =>
        Enumerable.Range(0, _tree.NodeCount).GroupBy(node => _depths[node]).OrderByDescending(level => level.Key).Select(level => level.ToArray());

    private void WeighActions(int node)
    {
        var row = _tree.Sets[node] * _tree.Game.ActionCount;
        for (var edge = _tree.EdgeStarts[node]; edge < _tree.EdgeStarts[node + 1]; edge++)
            _actionValues[row + _tree.EdgeActions[edge]] += _reach[node] * _values[_tree.EdgeChildren[edge]];
    }

    private void Decide(int node)
    {
        var set = _tree.Sets[node];
        if (Choices[set] == Undecided) Choices[set] = Best(set);
        for (var edge = _tree.EdgeStarts[node]; edge < _tree.EdgeStarts[node + 1]; edge++)
            if (_tree.EdgeActions[edge] == Choices[set]) _values[node] = _values[_tree.EdgeChildren[edge]];
    }

    private int Best(int set)
    {
        var row = set * _tree.Game.ActionCount;
        var actions = _tree.InformationSets[set].Actions;
        var best = actions[0];
        foreach (var action in actions)
            if (_actionValues[row + action] > _actionValues[row + best]) best = action;
        return best;
    }

    private void Average(int node)
    {
        var value = _tree.Returns[node * _tree.Game.PlayerCount + player];
        for (var edge = _tree.EdgeStarts[node]; edge < _tree.EdgeStarts[node + 1]; edge++) value += policy.EdgeProbability(node, edge) * _values[_tree.EdgeChildren[edge]];
        _values[node] = value;
    }
}

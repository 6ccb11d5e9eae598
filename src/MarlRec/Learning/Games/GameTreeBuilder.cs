using System.Globalization;
using MarlRec.Environments.Extensive;

namespace MarlRec.Learning.Games;

/// <summary>Unrolls a game depth first, over a stack of its own, so that a long game costs memory and no call stack.</summary>
internal sealed class GameTreeBuilder(IExtensiveGame game, int maxNodes)
{
    private const int NoEdge = -1, NoSet = -1;
    private const double Tolerance = 1e-9;

    private readonly List<int> _players = [], _sets = [], _edgeStarts = [], _edgeActions = [], _edgeChildren = [];
    private readonly List<double> _edgeChances = [], _returns = [];
    private readonly List<InformationSet> _informationSets = [];
    private readonly List<int> _memories = [];
    private readonly Dictionary<(int Player, string InformationState), int> _index = [];
    private readonly Stack<Pending> _pending = [];

    // Memory[A] is each player's last own decision, as set · K + action: by induction it stands for all of them.
    private sealed record Pending(GameState State, int Edge, int[] Memory);

    internal GameTree Build()
    {
        _pending.Push(new Pending(game.Start(), NoEdge, [.. Enumerable.Repeat(NoEdge, game.PlayerCount)]));
        while (_pending.TryPop(out var next)) Visit(next);
        _edgeStarts.Add(_edgeActions.Count);
        return new GameTree(game, [.. _informationSets], _index)
        {
            Players = [.. _players],
            Sets = [.. _sets],
            EdgeStarts = [.. _edgeStarts],
            EdgeActions = [.. _edgeActions],
            EdgeChildren = [.. _edgeChildren],
            EdgeChances = [.. _edgeChances],
            Returns = [.. _returns],
        };
    }

    private void Visit(Pending node)
    {
        if (_players.Count == maxNodes) throw Bad($"has more than maxNodes, {maxNodes}, nodes");
        if (node.Edge != NoEdge) _edgeChildren[node.Edge] = _players.Count;
        var state = node.State;
        var player = state.Player;
        if (player < GameState.TerminalPlayer || player >= game.PlayerCount)
            throw Bad($"says that it is player {player}'s turn, but 0 to {game.PlayerCount - 1}, {GameState.ChancePlayer} for chance or {GameState.TerminalPlayer} for the end was expected: {state}");
        _players.Add(player);
        _edgeStarts.Add(_edgeActions.Count);
        for (var p = 0; p < game.PlayerCount; p++)
        {
            var value = state.IsTerminal ? state.Return(p) : 0;
            if (!double.IsFinite(value)) throw Bad($"returns {value} to player {p} at the end, but a finite return was expected: {state}");
            _returns.Add(value);
        }

        var set = player >= 0 ? SetOf(state, node.Memory[player]) : NoSet;
        _sets.Add(set);
        var first = _edgeActions.Count;
        if (state.IsChance) AddChance(state);
        else if (set != NoSet) AddActions(_informationSets[set]);
        // The last edge first, so that the first one is popped first: preorder.
        for (var edge = _edgeActions.Count - 1; edge >= first; edge--) _pending.Push(Follow(node, edge, set));
    }

    private Pending Follow(Pending node, int edge, int set)
    {
        var state = node.State.Clone();
        state.Apply(_edgeActions[edge]);
        if (set == NoSet) return new Pending(state, edge, node.Memory);
        var memory = (int[])node.Memory.Clone();
        memory[node.State.Player] = checked(set * game.ActionCount + _edgeActions[edge]);
        return new Pending(state, edge, memory);
    }

    private void AddChance(GameState state)
    {
        var sum = 0.0;
        for (var outcome = 0; outcome < game.ChanceOutcomeCount; outcome++)
        {
            var probability = state.ChanceProbability(outcome);
            if (!(probability >= 0)) throw Bad($"gives outcome {outcome} of chance the probability {probability}, but 0 or more was expected: {state}");
            sum += probability;
            if (probability > 0) AddEdge(outcome, probability);
        }

        if (!(Math.Abs(sum - 1) <= Tolerance)) throw Bad($"has probabilities of chance that sum to {sum}, but 1 was expected: {state}");
    }

    private void AddActions(InformationSet set)
    {
        foreach (var action in set.Actions) AddEdge(action, 0);
    }

    private void AddEdge(int action, double chance)
    {
        _edgeActions.Add(action);
        _edgeChildren.Add(0);
        _edgeChances.Add(chance);
    }

    private int SetOf(GameState state, int memory)
    {
        var player = state.Player;
        if (player < GameState.TerminalPlayer || player >= game.PlayerCount)
            throw Bad($"says that it is player {player}'s turn, but 0 to {game.PlayerCount - 1}, {GameState.ChancePlayer} for chance or {GameState.TerminalPlayer} for the end was expected: {state}");
        var known = state.InformationState(player);
        int[] actions = [.. Enumerable.Range(0, game.ActionCount).Where(state.IsLegal)];
        if (actions.Length == 0) throw Bad($"leaves player {player} without a legal action: {state}");
        if (!_index.TryGetValue((player, known), out var index))
        {
            index = _informationSets.Count;
            _index.Add((player, known), index);
            _informationSets.Add(new InformationSet(index, player, known, actions));
            _memories.Add(memory);
        }

        if (!_informationSets[index].Actions.SequenceEqual(actions)) throw Bad($"has other legal actions in states that player {player} cannot tell apart: \"{known}\"");
        if (_memories[index] != memory) throw Bad($"lets player {player} forget what he knew or did before: \"{known}\"");
        return index;
    }

    private ArgumentException Bad(FormattableString message, string argument = nameof(game)) => new($"{game.Name} {message.ToString(CultureInfo.InvariantCulture)}.", argument);
}

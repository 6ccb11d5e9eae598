namespace MarlRec.Environments.Extensive;

/// <summary>Plain walks over every state of a game.</summary>
internal static class GameWalk
{
    /// <summary>Every state with the moves that lead there.</summary>
    internal static IEnumerable<(GameState State, int[] Moves)> All(IExtensiveGame game)
    {
        var pending = new Stack<(GameState State, int[] Moves)>([(game.Start(), [])]);
        while (pending.TryPop(out var next))
        {
            foreach (var move in Moves(next.State)) pending.Push((After(next.State, move), [.. next.Moves, move]));
            yield return next;
        }
    }

    /// <summary>The legal actions, or the possible outcomes of chance.</summary>
    internal static IEnumerable<int> Moves(GameState state) =>
        state.IsTerminal ? [] : state.IsChance
            ? Enumerable.Range(0, state.Game.ChanceOutcomeCount).Where(outcome => state.ChanceProbability(outcome) > 0)
            : Enumerable.Range(0, state.Game.ActionCount).Where(state.IsLegal);

    internal static GameState After(GameState state, params int[] moves)
    {
        var copy = state.Clone();
        foreach (var move in moves) copy.Apply(move);
        return copy;
    }
}

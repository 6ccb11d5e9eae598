using MarlRec.Environments.Extensive;

namespace MarlRec.Learning.Games;

/// <summary>What policies are worth, by recursion over the states of the game itself.</summary>
internal static class NaiveGame
{
    internal static double Value(GameState state, TabularGamePolicy policy, int player)
    {
        if (state.IsTerminal) return state.Return(player);
        return GameWalk.Moves(state).Sum(move => Probability(state, policy, move) * Value(GameWalk.After(state, move), policy, player));
    }

    /// <summary>The best value over all pure strategies of a player, tried one by one.</summary>
    internal static double BestValue(TabularGamePolicy policy, int player)
    {
        var sets = policy.Tree.InformationSets.Where(set => set.Player == player).ToArray();
        var choices = sets.ToDictionary(set => set.Index, _ => 0);
        var best = double.NegativeInfinity;
        while (true)
        {
            var pure = TabularGamePolicy.Create(policy.Tree, (set, probabilities) =>
            {
                if (set.Player == player) probabilities[set.Actions[choices[set.Index]]] = 1;
                else policy[set.Index].CopyTo(probabilities);
            });
            best = Math.Max(best, Value(policy.Tree.Game.Start(), pure, player));
            // Count on, each information set a digit.
            var digit = 0;
            for (; digit < sets.Length; digit++)
            {
                choices[sets[digit].Index] = (choices[sets[digit].Index] + 1) % sets[digit].Actions.Length;
                if (choices[sets[digit].Index] != 0) break;
            }

            if (digit == sets.Length) return best;
        }
    }

    private static double Probability(GameState state, TabularGamePolicy policy, int move) =>
        state.IsChance ? state.ChanceProbability(move) : policy[policy.Tree.Find(state.Player, state.InformationState(state.Player)).Index][move];
}

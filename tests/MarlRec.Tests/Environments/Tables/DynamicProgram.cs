namespace MarlRec.Environments.Tables;

/// <summary>Optimal values of a model by backward induction, undiscounted, in the plainest way.</summary>
internal static class DynamicProgram
{
    /// <summary>The value of each state with <paramref name="horizon"/> steps left, and an optimal action by steps left: [horizon + 1][S]. Null: until nothing changes.</summary>
    internal static (double[] Values, int[][] Policy) Solve(ITabularModel model, int? horizon)
    {
        var values = new double[model.StateCount];
        var policy = new List<int[]> { new int[model.StateCount] };
        for (var left = 1; left <= (horizon ?? 1_000_000); left++)
        {
            var next = new double[values.Length];
            var actions = new int[values.Length];
            double change = 0;
            for (var state = 0; state < values.Length; state++)
            {
                (next[state], actions[state]) = Best(model, values, state);
                change = Math.Max(change, Math.Abs(next[state] - values[state]));
            }

            values = next;
            policy.Add(actions);
            if (horizon is null && change < 1e-13) break;
        }

        return (values, [.. policy]);
    }

    internal static double AtStart(ITabularModel model, double[] values)
    {
        double sum = 0;
        for (var state = 0; state < values.Length; state++) sum += model.StartProbabilities[state] * values[state];
        return sum;
    }

    private static (double Value, int Action) Best(ITabularModel model, double[] values, int state)
    {
        var (best, chosen) = (double.NegativeInfinity, -1);
        for (var action = 0; action < model.ActionCount; action++)
        {
            double value = 0;
            var outcomes = model.Outcomes(state, action);
            foreach (var (probability, next, reward, terminated) in outcomes) value += probability * (reward + (terminated ? 0 : values[next]));
            if (outcomes.Length > 0 && value > best) (best, chosen) = (value, action);
        }

        return chosen < 0 ? (0, 0) : (best, chosen);
    }
}

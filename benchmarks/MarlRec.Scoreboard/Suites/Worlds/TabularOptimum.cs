using MarlRec.Environments.Tables;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>What the best policy earns, by undiscounted backward induction over a world's exact model, and that policy.</summary>
internal sealed class TabularOptimum
{
    private const double Converged = 1e-13;

    // By steps left; without a horizon the last holds for good.
    private readonly List<int[]> _actions = [];
    private readonly int? _horizon;

    internal TabularOptimum(ITabularEnvironment world)
    {
        var model = world.Model;
        _horizon = world.Spec.MaxSteps;
        var values = new double[model.StateCount];
        for (var change = double.PositiveInfinity; _horizon is { } horizon ? _actions.Count < horizon : change > Converged;)
        {
            var (next, actions) = (new double[values.Length], new int[values.Length]);
            for (var state = 0; state < values.Length; state++) (next[state], actions[state]) = Best(model, values, state);
            change = values.Zip(next, (before, after) => Math.Abs(after - before)).Max();
            values = next;
            _actions.Add(actions);
        }

        for (var state = 0; state < values.Length; state++) Value += model.StartProbabilities[state] * values[state];
    }

    /// <summary>The expected return from the start.</summary>
    internal double Value { get; }

    /// <summary>The best action after <paramref name="steps"/> steps of an episode.</summary>
    internal int Action(int state, int steps) => (_horizon is { } horizon ? _actions[horizon - 1 - steps] : _actions[^1])[state];

    private static (double Value, int Action) Best(ITabularModel model, double[] values, int state)
    {
        var best = (Value: 0.0, Action: -1);
        for (var action = 0; action < model.ActionCount; action++)
        {
            var outcomes = model.Outcomes(state, action);
            if (outcomes.IsEmpty) continue;
            double value = 0;
            foreach (var outcome in outcomes) value += outcome.Probability * (outcome.Reward + (outcome.Terminated ? 0 : values[outcome.Next]));
            if (best.Action < 0 || value > best.Value) best = (value, action);
        }

        return best;
    }
}

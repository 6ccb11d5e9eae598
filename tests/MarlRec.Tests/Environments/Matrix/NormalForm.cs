namespace MarlRec.Environments.Matrix;

/// <summary>Plain searches over a payoff table.</summary>
internal static class NormalForm
{
    /// <summary>Every joint action, in the table's order.</summary>
    internal static IEnumerable<int[]> JointActions(PayoffTable table)
    {
        var counts = table.ActionCounts.ToArray();
        IEnumerable<int[]> all = [[]];
        foreach (var count in counts) all = all.SelectMany(prefix => Enumerable.Range(0, count).Select(action => (int[])[.. prefix, action]));
        return all;
    }

    /// <summary>The joint actions from which no agent gains by leaving alone.</summary>
    internal static List<int[]> PureEquilibria(PayoffTable table) => [.. JointActions(table).Where(actions => IsEquilibrium(table, actions))];

    /// <summary>What each action of an agent is worth on average while the others play mixed strategies.</summary>
    internal static double[] ActionValues(PayoffTable table, int agent, double[][] strategies)
    {
        var values = new double[table.ActionCounts[agent]];
        foreach (var actions in JointActions(table))
        {
            var weight = 1.0;
            for (var other = 0; other < actions.Length; other++) if (other != agent) weight *= strategies[other][actions[other]];
            values[actions[agent]] += weight * table[table.IndexOf(actions)][agent];
        }

        return values;
    }

    private static bool IsEquilibrium(PayoffTable table, int[] actions)
    {
        for (var agent = 0; agent < actions.Length; agent++)
        {
            var pure = actions.Select((action, i) => Enumerable.Range(0, table.ActionCounts[i]).Select(a => a == action ? 1.0 : 0).ToArray()).ToArray();
            var values = ActionValues(table, agent, pure);
            if (values.Max() > values[actions[agent]]) return false;
        }

        return true;
    }
}

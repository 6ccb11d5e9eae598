using MarlRec.Environments;
using MarlRec.Environments.Grid;

namespace MarlRec.Learning.Tabular;

/// <summary>Exact values of the 4 x 3 world of Russell and Norvig, from its description alone: dynamic programming in double precision.</summary>
internal sealed class GridOracle(double slip, double discount)
{
    private const string Map = "...G.#.PS...";

    internal int Start => 8;

    internal IEnvironment Environment() => new GridWorld(new GridWorldOptions { SlipProbability = slip });

    internal double[] OptimalValues() => Solve((v, s) => Enumerable.Range(0, 4).Max(a => Backup(v, s, a)));

    internal double[] ValuesOf(Func<int, int> policy) => Solve((v, s) => Backup(v, s, policy(s)));

    private static double[] Solve(Func<double[], int, double> backup)
    {
        var values = new double[Map.Length];
        for (var sweep = 0; sweep < 2_000; sweep++)
            for (var s = 0; s < values.Length; s++)
                if (Map[s] is '.' or 'S') values[s] = backup(values, s);
        return values;
    }

    private double Backup(double[] values, int state, int action) =>
        (1 - slip) * Outcome(values, state, action) + slip / 2 * (Outcome(values, state, (action + 1) % 4) + Outcome(values, state, (action + 3) % 4));

    private double Outcome(double[] values, int state, int direction)
    {
        var (row, column) = (state / 4, state % 4);
        var (r, c) = direction switch { 0 => (row - 1, column), 1 => (row, column + 1), 2 => (row + 1, column), _ => (row, column - 1) };
        var next = r is < 0 or > 2 || c is < 0 or > 3 || Map[r * 4 + c] == '#' ? state : r * 4 + c;
        return -0.04 + (Map[next] == 'G' ? 1 : Map[next] == 'P' ? -1 : discount * values[next]);
    }
}

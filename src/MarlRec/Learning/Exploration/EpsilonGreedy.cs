using MarlRec.Execution;

namespace MarlRec.Learning.Exploration;

/// <summary>The ε-greedy rule: with probability ε a uniform legal action, else the best legal one. Thread safety: <em>thread-safe</em> (pure).</summary>
public static class EpsilonGreedy
{
    /// <summary>Draws an action.</summary>
    /// <param name="values">Q[K].</param>
    /// <param name="mask">Legal actions[K]; empty when all are.</param>
    /// <param name="epsilon">ε in [0, 1]; with 0 nothing is drawn from <paramref name="random"/>.</param>
    /// <param name="random">Where to draw from.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException">No action is legal, or the lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is out of range.</exception>
    public static int Choose(ReadOnlySpan<float> values, ReadOnlySpan<bool> mask, double epsilon, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfOutside(epsilon, 0, 1);
        var best = Best(values, mask);
        if (epsilon == 0 || random.NextDouble() >= epsilon) return best;
        var legal = values.Length;
        if (!mask.IsEmpty)
        {
            legal = 0;
            foreach (var allowed in mask) legal += allowed ? 1 : 0;
        }

        var skip = random.Next(legal);
        for (var action = 0; ; action++)
            if ((mask.IsEmpty || mask[action]) && skip-- == 0) return action;
    }

    /// <summary>The legal action with the largest value; the lowest index among equals.</summary>
    /// <param name="values">Q[K].</param>
    /// <param name="mask">Legal actions[K]; empty when all are.</param>
    /// <exception cref="ArgumentException">No action is legal, or the lengths differ.</exception>
    public static int Best(ReadOnlySpan<float> values, ReadOnlySpan<bool> mask)
    {
        if (!mask.IsEmpty) Throw.IfLengthDiffers(mask.Length, values.Length, nameof(mask));
        var best = -1;
        for (var action = 0; action < values.Length; action++)
            if ((mask.IsEmpty || mask[action]) && (best < 0 || values[action] > values[best])) best = action;
        return best >= 0 ? best : throw new ArgumentException("No action is legal.", nameof(mask));
    }
}

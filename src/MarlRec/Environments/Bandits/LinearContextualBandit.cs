using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Environments.Bandits;

/// <summary>
/// Before each pull the agent sees a context x; arm a pays θ_a · x and normal noise. Li, Chu, Langford and Schapire, "A Contextual-Bandit Approach to Personalized
/// News Article Recommendation", 2010: their disjoint linear model.
/// </summary>
/// <remarks>
/// <para>Contexts are uniform on the unit sphere. Observation: the context. After the given number of pulls the episode terminates.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class LinearContextualBandit : BanditBase
{
    private readonly double[][] _weights;
    private readonly double[] _context;
    private readonly double _deviation;

    /// <summary>Builds a bandit from its arms.</summary>
    /// <param name="weights">θ_a of each arm, [K][D], finite; copied. All have the same length, 1 or more.</param>
    /// <param name="deviation">The standard deviation of the noise: finite, 0 or more.</param>
    /// <param name="pulls">How many pulls an episode has: 1 or more, or null for no end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="weights"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="weights"/> are empty, ragged or not finite, or another argument is out of its range.</exception>
    public LinearContextualBandit(IReadOnlyList<double[]> weights, double deviation = 0.1, int? pulls = 1000)
        : this(Checked(weights), deviation, pulls)
    {
    }

    private LinearContextualBandit(double[][] weights, double deviation, int? pulls)
        : base("LinearContextualBandit", new BoxSpace(-1, 1, weights[0].Length), weights.Length, pulls)
    {
        Throw.IfOutside(deviation, 0, float.MaxValue);
        _weights = weights;
        _context = new double[weights[0].Length];
        _deviation = deviation;
    }

    /// <summary>A bandit whose weights are drawn, each arm's uniform on the unit sphere: expected rewards lie in [−1, 1].</summary>
    /// <param name="arms">How many arms, K: 1 or more.</param>
    /// <param name="size">How many numbers a context has, D: 1 or more.</param>
    /// <param name="random">Draws the weights, once.</param>
    /// <param name="deviation">The standard deviation of the noise: finite, 0 or more.</param>
    /// <param name="pulls">How many pulls an episode has: 1 or more, or null for no end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another argument is out of its range.</exception>
    public static LinearContextualBandit Random(int arms, int size, RandomStream random, double deviation = 0.1, int? pulls = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        var weights = new double[arms][];
        for (var arm = 0; arm < arms; arm++) DrawDirection(random, weights[arm] = new double[size]);
        return new LinearContextualBandit(weights, deviation, pulls);
    }

    /// <inheritdoc/>
    private protected override void Prepare(int pull, RandomStream world, Span<double> expected, Span<float> observation)
    {
        DrawDirection(world, _context);
        for (var i = 0; i < _context.Length; i++) observation[i] = (float)_context[i];
        for (var arm = 0; arm < expected.Length; arm++)
        {
            var weights = _weights[arm];
            double sum = 0;
            // What pays is what is seen: the rounded context.
            for (var i = 0; i < weights.Length; i++) sum += weights[i] * observation[i];
            expected[arm] = sum;
        }
    }

    /// <inheritdoc/>
    private protected override double Pay(double expected, RandomStream rewards) => expected + _deviation * rewards.NextGaussian();

    private static void DrawDirection(RandomStream random, double[] direction)
    {
        double squares;
        do
        {
            squares = 0;
            for (var i = 0; i < direction.Length; i++)
            {
                direction[i] = random.NextGaussian();
                squares += direction[i] * direction[i];
            }
        }
        while (squares == 0);
        var scale = 1 / Math.Sqrt(squares);
        for (var i = 0; i < direction.Length; i++) direction[i] = Math.Clamp(direction[i] * scale, -1, 1);
    }

    private static double[][] Checked(IReadOnlyList<double[]> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count == 0) throw new ArgumentException("weights has length 0, but 1 or more was expected.", nameof(weights));
        var copy = new double[weights.Count][];
        for (var arm = 0; arm < copy.Length; arm++)
        {
            ArgumentNullException.ThrowIfNull(weights[arm], nameof(weights));
            if (weights[arm].Length == 0 || weights[arm].Length != weights[0].Length)
                throw new ArgumentException($"weights[{arm}] has length {weights[arm].Length}, but 1 or more, and the first arm's length, {weights[0].Length}, was expected.", nameof(weights));
            foreach (var weight in weights[arm])
                if (!float.IsFinite((float)weight)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"weights[{arm}] holds {weight}, but every number must be finite in single precision."), nameof(weights));
            copy[arm] = [.. weights[arm]];
        }

        return copy;
    }
}

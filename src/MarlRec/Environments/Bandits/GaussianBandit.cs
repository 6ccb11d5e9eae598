using MarlRec.Execution;

namespace MarlRec.Environments.Bandits;

/// <summary>Each arm pays a mean of its own and normal noise. Robbins, "Some Aspects of the Sequential Design of Experiments", 1952.</summary>
/// <remarks>
/// <para>Observation: always 1, the only value of its space. After the given number of pulls the episode terminates.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class GaussianBandit : FixedBandit
{
    private readonly double _deviation;

    /// <summary>Builds a bandit from its arms.</summary>
    /// <param name="means">What each arm pays on average, [K], finite; copied.</param>
    /// <param name="deviation">The standard deviation of every reward: finite, 0 or more.</param>
    /// <param name="pulls">How many pulls an episode has: 1 or more, or null for no end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="means"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="means"/> is empty or holds a number that is not finite, or another argument is out of its range.</exception>
    public GaussianBandit(IReadOnlyList<double> means, double deviation = 1, int? pulls = 1000)
        : base("GaussianBandit", Checked(means, float.MinValue, float.MaxValue, nameof(means)), pulls)
    {
        Throw.IfOutside(deviation, 0, float.MaxValue);
        _deviation = deviation;
    }

    /// <summary>The testbed of Sutton and Barto, "Reinforcement Learning: An Introduction", section 2.3: means are drawn from the standard normal distribution, rewards have deviation 1.</summary>
    /// <param name="random">Draws the arms, once.</param>
    /// <param name="arms">How many arms, K: 1 or more.</param>
    /// <param name="pulls">How many pulls an episode has: 1 or more, or null for no end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="arms"/> or <paramref name="pulls"/> is below 1.</exception>
    public static GaussianBandit Testbed(RandomStream random, int arms = 10, int? pulls = 1000)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 1);
        var means = new double[arms];
        for (var arm = 0; arm < arms; arm++) means[arm] = random.NextGaussian();
        return new GaussianBandit(means, 1, pulls);
    }

    /// <inheritdoc/>
    private protected override double Pay(double expected, RandomStream rewards) => expected + _deviation * rewards.NextGaussian();
}

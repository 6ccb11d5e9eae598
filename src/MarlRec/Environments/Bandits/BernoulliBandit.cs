using MarlRec.Execution;

namespace MarlRec.Environments.Bandits;

/// <summary>Each arm pays 1 with a probability of its own, else nothing: clicks. Thompson, "On the Likelihood that One Unknown Probability Exceeds Another", 1933.</summary>
/// <remarks>
/// <para>Observation: always 1, the only value of its space. After the given number of pulls the episode terminates.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class BernoulliBandit : FixedBandit
{
    /// <summary>Builds a bandit from its arms.</summary>
    /// <param name="probabilities">How likely each arm pays, [K], each 0 to 1; copied.</param>
    /// <param name="pulls">How many pulls an episode has: 1 or more, or null for no end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="probabilities"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is empty or holds a number outside 0 to 1, or <paramref name="pulls"/> is below 1.</exception>
    public BernoulliBandit(IReadOnlyList<double> probabilities, int? pulls = 1000)
        : base("BernoulliBandit", Checked(probabilities, 0, 1, nameof(probabilities)), pulls)
    {
    }

    /// <summary>A bandit whose probabilities are drawn, each uniform in 0 to 1.</summary>
    /// <param name="arms">How many arms, K: 1 or more.</param>
    /// <param name="random">Draws the arms, once.</param>
    /// <param name="pulls">How many pulls an episode has: 1 or more, or null for no end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="arms"/> or <paramref name="pulls"/> is below 1.</exception>
    public static BernoulliBandit Random(int arms, RandomStream random, int? pulls = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 1);
        ArgumentNullException.ThrowIfNull(random);
        var probabilities = new double[arms];
        for (var arm = 0; arm < arms; arm++) probabilities[arm] = random.NextDouble();
        return new BernoulliBandit(probabilities, pulls);
    }

    /// <inheritdoc/>
    private protected override double Pay(double expected, RandomStream rewards) => PayOneOrNothing(expected, rewards);
}

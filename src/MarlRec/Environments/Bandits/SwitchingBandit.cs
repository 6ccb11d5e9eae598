using MarlRec.Execution;

namespace MarlRec.Environments.Bandits;

/// <summary>
/// An adversary changes now and then how likely each arm pays 1, without looking at what the agent does. Garivier and Moulines, "On Upper-Confidence Bound Policies for
/// Switching Bandit Problems", 2011; an oblivious adversary in the sense of Auer, Cesa-Bianchi, Freund and Schapire, "The Nonstochastic Multiarmed Bandit Problem", 2002.
/// </summary>
/// <remarks>
/// <para>Observation: always 1, the only value of its space: the agent is not told of changes. Regret is measured against the best arm of each moment.
/// After the given number of pulls the episode terminates.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class SwitchingBandit : BanditBase
{
    private readonly (int FirstPull, double[] Probabilities)[] _phases;
    private readonly double _switchProbability;
    private int _phase;

    /// <summary>A bandit that changes at given times.</summary>
    /// <param name="phases">One or more, the first from pull 0, each later than the one before, all with the same number of arms; copied.</param>
    /// <param name="pulls">How many pulls an episode has: 1 or more, or null for no end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="phases"/>, one of them or its list is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="phases"/> are empty, out of order or of unequal length, a probability is outside 0 to 1, or <paramref name="pulls"/> is below 1.</exception>
    public SwitchingBandit(IReadOnlyList<SwitchingPhase> phases, int? pulls = 1000)
        : this(Checked(phases), pulls)
    {
    }

    private SwitchingBandit((int FirstPull, double[] Probabilities)[] phases, int? pulls)
        : base("SwitchingBandit", new DiscreteSpace(1), phases[0].Probabilities.Length, pulls) => _phases = phases;

    private SwitchingBandit(int arms, double switchProbability, int? pulls)
        : base("SwitchingBandit", new DiscreteSpace(1), arms, pulls)
    {
        _phases = [];
        _switchProbability = switchProbability;
    }

    /// <summary>A bandit that changes at random: before each pull but the first, with the given probability, all arms are drawn anew, each uniform in 0 to 1. Times and arms follow
    /// from the seed of the reset.</summary>
    /// <param name="arms">How many arms, K: 1 or more.</param>
    /// <param name="switchProbability">How likely a change is at each pull: 0 to 1.</param>
    /// <param name="pulls">How many pulls an episode has: 1 or more, or null for no end.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SwitchingBandit Random(int arms, double switchProbability, int? pulls = 1000)
    {
        Throw.IfOutside(switchProbability, 0, 1);
        return new SwitchingBandit(arms, switchProbability, pulls);
    }

    /// <inheritdoc/>
    private protected override void Prepare(int pull, RandomStream world, Span<double> expected, Span<float> observation)
    {
        observation[0] = 1;
        if (_phases.Length == 0)
        {
            if (pull > 0 && world.NextDouble() >= _switchProbability) return;
            for (var arm = 0; arm < expected.Length; arm++) expected[arm] = world.NextDouble();
            return;
        }

        if (pull == 0) _phase = -1;
        if (_phase + 1 == _phases.Length || _phases[_phase + 1].FirstPull != pull) return;
        _phases[++_phase].Probabilities.CopyTo(expected);
    }

    /// <inheritdoc/>
    private protected override double Pay(double expected, RandomStream rewards) => PayOneOrNothing(expected, rewards);

    private static (int FirstPull, double[] Probabilities)[] Checked(IReadOnlyList<SwitchingPhase> phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        if (phases.Count == 0) throw new ArgumentException("phases has length 0, but 1 or more was expected.", nameof(phases));
        var copy = new (int FirstPull, double[] Probabilities)[phases.Count];
        for (var i = 0; i < copy.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(phases[i], nameof(phases));
            copy[i] = (phases[i].FirstPull, Checked(phases[i].Probabilities, 0, 1, nameof(phases)));
            if (i == 0 ? copy[i].FirstPull != 0 : copy[i].FirstPull <= copy[i - 1].FirstPull)
                throw new ArgumentException($"phases[{i}] begins at pull {copy[i].FirstPull}, but {(i == 0 ? "0" : $"more than {copy[i - 1].FirstPull}")} was expected.", nameof(phases));
            Throw.IfLengthDiffers(copy[i].Probabilities.Length, copy[0].Probabilities.Length, nameof(phases));
        }

        return copy;
    }
}

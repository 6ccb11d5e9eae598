using MarlRec.Execution;

namespace MarlRec.Environments.Bandits;

/// <summary>What all bandits share: the count of pulls, expected rewards and regret.</summary>
/// <remarks>
/// <para>The last pull terminates: nothing is left to be valued after it. With one pull, each pull is an episode. The world moves on with one stream of
/// randomness and pays with another, so that what the agent does never changes what is in store.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public abstract class BanditBase : EnvironmentBase, IBandit
{
    private readonly double[] _expected;
    private readonly RandomStream _world = new(0);
    private readonly RandomStream _rewards = new(0);
    private bool _begun;

    private protected BanditBase(string name, Space observations, int arms, int? pulls)
        : base(Describe(name, observations, arms, pulls)) => _expected = new double[arms];

    /// <inheritdoc/>
    public ReadOnlySpan<double> ExpectedRewards => _begun ? _expected : throw new InvalidOperationException($"{Spec.Name} has no episode; call Reset before ExpectedRewards.");

    /// <inheritdoc/>
    public double Regret { get; private set; }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        _world.RestartAsFork(random, "world");
        _rewards.RestartAsFork(random, "rewards");
        Regret = 0;
        _begun = true;
        Prepare(0, _world, _expected, buffers.Observation(0));
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var expected = _expected[actions[0]];
        var best = expected;
        foreach (var other in _expected) best = Math.Max(best, other);
        Regret += best - expected;
        buffers.Rewards[0] = (float)Math.Clamp(Pay(expected, _rewards), float.MinValue, float.MaxValue);
        buffers.Terminated[0] = StepCount + 1 == Spec.MaxSteps;
        Prepare(StepCount + 1, _world, _expected, buffers.Observation(0));
    }

    /// <summary>Makes the world ready for a pull.</summary>
    /// <param name="pull">Which pull of the episode comes next, from 0.</param>
    /// <param name="world">The world's randomness.</param>
    /// <param name="expected">Receives what each arm pays on average, [K]; it holds what it was for the pull before.</param>
    /// <param name="observation">Receives what the agent sees, [D].</param>
    private protected abstract void Prepare(int pull, RandomStream world, Span<double> expected, Span<float> observation);

    /// <summary>Draws the reward of an arm that pays <paramref name="expected"/> on average.</summary>
    private protected abstract double Pay(double expected, RandomStream rewards);

    private protected static double PayOneOrNothing(double expected, RandomStream rewards) => rewards.NextDouble() < expected ? 1 : 0;

    /// <summary>Checks and copies means that are given.</summary>
    private protected static double[] Checked(IReadOnlyList<double> means, double low, double high, string name)
    {
        ArgumentNullException.ThrowIfNull(means, name);
        if (means.Count == 0) throw new ArgumentException($"{name} has length 0, but 1 or more was expected.", name);
        foreach (var mean in means)
        {
            Throw.IfNotFinite(mean, name);
            Throw.IfOutside(mean, low, high, name);
        }

        return [.. means];
    }

    private static EnvironmentSpec Describe(string name, Space observations, int arms, int? pulls)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 1);
        if (pulls is { } count) ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(pulls));
        return new EnvironmentSpec
        {
            Name = name,
            AgentCount = 1,
            ObservationSpaces = [observations],
            ActionSpaces = [new DiscreteSpace(arms)],
            MaxSteps = pulls,
        };
    }
}

namespace MarlRec.Environments.Wrappers;

/// <summary>Makes one team of all agents: each is rewarded for what all have earned, as VDN, QMIX and the other learners of a common value need it.</summary>
/// <remarks>
/// <para>An agent that has ended earlier is given nothing more, as the contract wants it; what the others earn after that is shared among them, and the divisor of
/// <see cref="RewardSharing.Mean"/> stays A. Sums are formed in double precision in the order of the agents. With several agents a shared reward has another scale
/// than the individual ones, so the spec's <see cref="EnvironmentSpec.RewardThreshold"/> is dropped.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class CommonReward : EnvironmentWrapper
{
    private readonly RewardSharing _sharing;
    private readonly bool[] _ended;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="sharing">How the rewards are shared.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sharing"/> is none of the named ones.</exception>
    public CommonReward(IEnvironment inner, RewardSharing sharing = RewardSharing.Sum)
        : base(inner, Describe(SpecOf(inner), sharing))
    {
        if (!Enum.IsDefined(sharing)) throw new ArgumentOutOfRangeException(nameof(sharing), sharing, "sharing must be Sum, Mean or Individual.");
        _sharing = sharing;
        _ended = new bool[Spec.AgentCount];
    }

    /// <inheritdoc/>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        Inner.Reset(seed, options, buffers);
        _ended.AsSpan().Clear();
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        Inner.Step(actions, buffers);
        if (_sharing != RewardSharing.Individual) Share(buffers);
    }

    private static EnvironmentSpec Describe(EnvironmentSpec inner, RewardSharing sharing) =>
        sharing == RewardSharing.Individual || inner.AgentCount == 1 ? inner : inner with { RewardThreshold = null };

    private void Share(StepBuffers buffers)
    {
        double sum = 0;
        foreach (var reward in buffers.Rewards) sum += reward;
        var shared = (float)(_sharing == RewardSharing.Mean ? sum / _ended.Length : sum);
        for (var agent = 0; agent < _ended.Length; agent++)
        {
            buffers.Rewards[agent] = _ended[agent] ? 0 : shared;
            _ended[agent] = buffers.Terminated[agent] | buffers.Truncated[agent];
        }
    }
}

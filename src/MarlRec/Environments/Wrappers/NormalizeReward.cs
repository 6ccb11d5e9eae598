using MarlRec.Execution;

namespace MarlRec.Environments.Wrappers;

/// <summary>Each agent's reward is divided by the running standard deviation of its discounted return, so that learning rates and clips fit any task.</summary>
/// <remarks>
/// <para>With R ← γ·R + r, whose variance is kept: r / √(variance + <see cref="Epsilon"/>). Rewards are not moved: their sign carries the task. As in Gymnasium,
/// except that R starts at 0 in every episode, after a truncation too. The statistics outlive episodes, until <see cref="Frozen"/> is set.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class NormalizeReward : EnvironmentWrapper
{
    /// <summary>What is added to the variance.</summary>
    public const double Epsilon = 1e-8;

    private readonly double _discount;
    private readonly RunningMoments[] _moments;
    private readonly double[] _returns;
    private readonly bool[] _ended;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="discount">The learner's discount γ, 0 to 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> is not in [0, 1].</exception>
    public NormalizeReward(IEnvironment inner, double discount = 0.99)
        : base(inner, SpecOf(inner) with { RewardThreshold = null })
    {
        Throw.IfOutside(discount, 0, 1);
        _discount = discount;
        _moments = [.. Spec.ActionSpaces.Select(_ => new RunningMoments(1))];
        _returns = new double[Spec.AgentCount];
        _ended = new bool[Spec.AgentCount];
    }

    /// <summary>Whether returns no longer count, as in evaluation; false at first.</summary>
    public bool Frozen { get; set; }

    /// <summary>The statistics of each agent's return, [A].</summary>
    public IReadOnlyList<RunningMoments> Moments => _moments;

    /// <summary>Writes the statistics, as JSON.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void Save(Stream stream) => MomentsFile.Write(stream, _moments);

    /// <summary>Goes on with the statistics that <see cref="Save"/> wrote. The return of an episode under way stays.</summary>
    /// <param name="stream">From where; read to its end, and stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">The stream holds something else, or statistics of another shape. Nothing has changed then.</exception>
    public void Load(Stream stream) => MomentsFile.Read(stream, _moments);

    /// <inheritdoc/>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        Inner.Reset(seed, options, buffers);
        _returns.AsSpan().Clear();
        _ended.AsSpan().Clear();
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        Inner.Step(actions, buffers);
        for (var agent = 0; agent < _returns.Length; agent++)
        {
            if (_ended[agent]) continue;
            ref var reward = ref buffers.Rewards[agent];
            _returns[agent] = _discount * _returns[agent] + reward;
            if (!Frozen) _moments[agent].Add(_returns[agent]);
            reward = (float)(reward / Math.Sqrt(_moments[agent].Variance[0] + Epsilon));
            _ended[agent] = buffers.Terminated[agent] | buffers.Truncated[agent];
        }
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments.Wrappers;

/// <summary>Keeps the return and the length of the latest finished episodes, agent by agent. Nothing that passes through is changed.</summary>
/// <remarks>An episode that is left by a reset is not counted. Thread safety: <em>single owner</em>.</remarks>
public sealed class RecordEpisodeStatistics : EnvironmentWrapper
{
    private readonly TimeProvider? _clock;
    private readonly double[] _returns;
    private readonly int[] _lengths;
    private readonly double[] _keptReturns;
    private readonly int[] _keptAgentLengths;
    private readonly int[] _keptLengths;
    private readonly TimeSpan[] _keptTimes;
    private long _started;
    private int _steps;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="window">How many of the latest episodes are kept: 1 or more.</param>
    /// <param name="clock">What measures how long episodes take, or null: then nothing does.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public RecordEpisodeStatistics(IEnvironment inner, int window = 100, TimeProvider? clock = null)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _clock = clock;
        _returns = new double[Spec.AgentCount];
        _lengths = new int[Spec.AgentCount];
        _keptReturns = new double[checked(window * Spec.AgentCount)];
        _keptAgentLengths = new int[window * Spec.AgentCount];
        _keptLengths = new int[window];
        _keptTimes = new TimeSpan[window];
    }

    /// <summary>How many episodes have ended.</summary>
    public long EpisodeCount { get; private set; }

    /// <summary>How many of them are kept: the latest, at most as many as the window.</summary>
    public int KeptCount => (int)Math.Min(EpisodeCount, _keptLengths.Length);

    /// <summary>One of the latest episodes.</summary>
    /// <param name="ago">How many episodes ago it ended: 0 for the latest, below <see cref="KeptCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">So old an episode is not kept.</exception>
    public EpisodeSummary Latest(int ago = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ago);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ago, KeptCount);
        var number = EpisodeCount - 1 - ago;
        var slot = Slot(number);
        var agents = Spec.AgentCount;
        return new EpisodeSummary(
            number, _keptLengths[slot], _keptReturns.AsSpan(slot * agents, agents), _keptAgentLengths.AsSpan(slot * agents, agents), _clock is null ? null : _keptTimes[slot]);
    }

    /// <summary>The mean return of an agent over the episodes that are kept; NaN before the first episode has ended.</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="agent"/> is not an agent.</exception>
    public double MeanReturn(int agent = 0)
    {
        Throw.IfOutside(agent, 0, Spec.AgentCount - 1);
        double sum = 0;
        for (var slot = 0; slot < KeptCount; slot++) sum += _keptReturns[slot * Spec.AgentCount + agent];
        return sum / KeptCount;
    }

    /// <summary>The mean length of the episodes that are kept, in steps; NaN before the first episode has ended.</summary>
    public double MeanLength
    {
        get
        {
            double sum = 0;
            for (var slot = 0; slot < KeptCount; slot++) sum += _keptLengths[slot];
            return sum / KeptCount;
        }
    }

    /// <inheritdoc/>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        Inner.Reset(seed, options, buffers);
        _returns.AsSpan().Clear();
        _lengths.AsSpan().Clear();
        _steps = 0;
        _started = _clock?.GetTimestamp() ?? 0;
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        Inner.Step(actions, buffers);
        _steps++;
        for (var agent = 0; agent < _returns.Length; agent++)
        {
            _returns[agent] += buffers.Rewards[agent];
            if (_lengths[agent] == 0 && buffers.Terminated[agent] | buffers.Truncated[agent]) _lengths[agent] = _steps;
        }

        if (buffers.IsEpisodeOver) Keep();
    }

    private void Keep()
    {
        var slot = Slot(EpisodeCount);
        _returns.CopyTo(_keptReturns, slot * _returns.Length);
        _lengths.CopyTo(_keptAgentLengths, slot * _lengths.Length);
        _keptLengths[slot] = _steps;
        if (_clock is not null) _keptTimes[slot] = _clock.GetElapsedTime(_started);
        EpisodeCount++;
    }

    private int Slot(long number) => (int)(number % _keptLengths.Length);
}

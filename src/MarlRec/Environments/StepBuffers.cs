using System.Diagnostics.CodeAnalysis;
using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>What an environment tells its agents after a reset or a step: memory that the caller owns and the environment fills.</summary>
/// <remarks>
/// <para>An environment writes all of it at every reset and step and reads none of it, so a caller may alternate between two buffers to keep the previous
/// step. Rows are as long as the largest agent needs: behind a smaller agent's own observation stand zeros, behind its own actions false. The step that ends
/// an agent delivers its last observation; from the next step on its row is zero, its mask false and its reward 0.</para>
/// <para>Letters: A agents, D <see cref="EnvironmentSpec.ObservationSize"/>, K <see cref="EnvironmentSpec.ActionCount"/>,
/// C <see cref="EnvironmentSpec.CandidateCount"/>, F <see cref="EnvironmentSpec.CandidateSize"/>.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class StepBuffers
{
    private readonly float[] _observations;
    private readonly float[] _rewards;
    private readonly bool[] _terminated;
    private readonly bool[] _truncated;
    private readonly bool[] _acting;
    private readonly bool[] _masks;
    private readonly float[] _state;
    private readonly float[] _candidates;
    private readonly int _observationSize;
    private readonly int _actionCount;
    private int _candidateCount;

    /// <summary>Allocates buffers for one environment; a step allocates nothing more.</summary>
    /// <param name="spec">The environment's spec.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spec"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is not valid (see <see cref="EnvironmentSpec.Validate"/>).</exception>
    public StepBuffers(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        Spec = spec;
        var agents = spec.AgentCount;
        _observationSize = spec.ObservationSize;
        _actionCount = spec.ActionCount;
        _observations = new float[checked(agents * _observationSize)];
        _rewards = new float[agents];
        _terminated = new bool[agents];
        _truncated = new bool[agents];
        _acting = new bool[agents];
        _masks = new bool[checked(agents * _actionCount)];
        _state = new float[spec.StateSize];
        _candidates = new float[checked(spec.CandidateCount * spec.CandidateSize)];
    }

    /// <summary>The spec that these buffers were made for.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>What the agents see, [A, D].</summary>
    public Span<float> Observations => _observations;

    /// <summary>What each agent has earned in this step (not since the start), [A]; zeros after a reset.</summary>
    public Span<float> Rewards => _rewards;

    /// <summary>Which agents have come to a true end, after which no reward can follow, [A]. It stays set until the reset.</summary>
    public Span<bool> Terminated => _terminated;

    /// <summary>Which agents were cut off by a limit outside the task, [A]; a learner bootstraps here. It stays set until the reset.</summary>
    public Span<bool> Truncated => _truncated;

    /// <summary>Whose actions the next step reads, [A]: every live agent where agents act together, those whose turn it is where they take turns.</summary>
    public Span<bool> Acting => _acting;

    /// <summary>Which actions are legal in the next step, [A, K]; an acting agent has at least one.</summary>
    public Span<bool> Masks => _masks;

    /// <summary>The global state, [<see cref="EnvironmentSpec.StateSize"/>]; empty where there is none.</summary>
    public Span<float> State => _state;

    /// <summary>The vectors of the candidates, [C, F], of which the first <see cref="CandidateCount"/> rows are offered.</summary>
    public Span<float> Candidates => _candidates;

    /// <summary>How many candidates are offered now, 0 to C.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above <see cref="EnvironmentSpec.CandidateCount"/>.</exception>
    public int CandidateCount
    {
        get => _candidateCount;
        set
        {
            if ((uint)value > (uint)Spec.CandidateCount) Throw.IfOutside(value, 0, Spec.CandidateCount, nameof(CandidateCount));
            _candidateCount = value;
        }
    }

    /// <summary>Whether every agent is terminated or truncated, so that only a reset may follow.</summary>
    public bool IsEpisodeOver
    {
        get
        {
            for (var agent = 0; agent < _terminated.Length; agent++)
                if (!(_terminated[agent] | _truncated[agent])) return false;
            return true;
        }
    }

    /// <summary>What one agent sees, [D].</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="agent"/> is not an agent.</exception>
    public Span<float> Observation(int agent)
    {
        if ((uint)agent >= (uint)_rewards.Length) NoSuchAgent(agent);
        return _observations.AsSpan(agent * _observationSize, _observationSize);
    }

    /// <summary>Which actions are legal for one agent, [K].</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="agent"/> is not an agent.</exception>
    public Span<bool> Mask(int agent)
    {
        if ((uint)agent >= (uint)_rewards.Length) NoSuchAgent(agent);
        return _masks.AsSpan(agent * _actionCount, _actionCount);
    }

    /// <summary>Copies everything to <paramref name="target"/>.</summary>
    /// <param name="target">Buffers of the same shape.</param>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="target"/> was made for another shape.</exception>
    public void CopyTo(StepBuffers target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.CheckShape(Spec, nameof(target));
        _observations.CopyTo(target._observations.AsSpan());
        _rewards.CopyTo(target._rewards.AsSpan());
        _terminated.CopyTo(target._terminated.AsSpan());
        _truncated.CopyTo(target._truncated.AsSpan());
        _acting.CopyTo(target._acting.AsSpan());
        _masks.CopyTo(target._masks.AsSpan());
        _state.CopyTo(target._state.AsSpan());
        _candidates.CopyTo(target._candidates.AsSpan());
        target._candidateCount = _candidateCount;
    }

    /// <summary>Throws unless the buffers have the lengths that <paramref name="spec"/> asks for.</summary>
    internal void CheckShape(EnvironmentSpec spec, string name)
    {
        if (ReferenceEquals(spec, Spec) || spec.HasShapeOf(Spec)) return;
        throw new ArgumentException($"{name} was made for {Spec.Name} ({Spec.DescribeShape()}), but {spec.Name} needs {spec.DescribeShape()}.", name);
    }

    [DoesNotReturn]
    private void NoSuchAgent(int agent) =>
        throw new ArgumentOutOfRangeException(nameof(agent), agent, $"agent must be in [0, {_rewards.Length - 1}].");
}

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
    private readonly StepBlock _block;
    private readonly int _copy, _agents, _observationSize, _actionCount;

    /// <summary>Allocates buffers for one environment; a step allocates nothing more.</summary>
    /// <param name="spec">The environment's spec.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spec"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is not valid (see <see cref="EnvironmentSpec.Validate"/>).</exception>
    public StepBuffers(EnvironmentSpec spec)
        : this(new StepBlock(Checked(spec), 1), 0)
    {
    }

    /// <summary>The rows of one copy in a block of several.</summary>
    internal StepBuffers(StepBlock block, int copy)
    {
        Spec = block.Spec;
        _block = block;
        _copy = copy;
        _agents = Spec.AgentCount;
        _observationSize = Spec.ObservationSize;
        _actionCount = Spec.ActionCount;
    }

    /// <summary>The spec that these buffers were made for.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>What the agents see, [A, D].</summary>
    public Span<float> Observations => Rows(_block.Observations, _agents * _observationSize);

    /// <summary>What each agent has earned in this step (not since the start), [A]; zeros after a reset.</summary>
    public Span<float> Rewards => Rows(_block.Rewards, _agents);

    /// <summary>Which agents have come to a true end, after which no reward can follow, [A]. It stays set until the reset.</summary>
    public Span<bool> Terminated => Rows(_block.Terminated, _agents);

    /// <summary>Which agents were cut off by a limit outside the task, [A]; a learner bootstraps here. It stays set until the reset.</summary>
    public Span<bool> Truncated => Rows(_block.Truncated, _agents);

    /// <summary>Whose actions the next step reads, [A]: every live agent where agents act together, those whose turn it is where they take turns.</summary>
    public Span<bool> Acting => Rows(_block.Acting, _agents);

    /// <summary>Which actions are legal in the next step, [A, K]; an acting agent has at least one.</summary>
    public Span<bool> Masks => Rows(_block.Masks, _agents * _actionCount);

    /// <summary>The global state, [<see cref="EnvironmentSpec.StateSize"/>]; empty where there is none.</summary>
    public Span<float> State => Rows(_block.State, Spec.StateSize);

    /// <summary>The vectors of the candidates, [C, F], of which the first <see cref="CandidateCount"/> rows are offered.</summary>
    public Span<float> Candidates => Rows(_block.Candidates, Spec.CandidateCount * Spec.CandidateSize);

    /// <summary>How many candidates are offered now, 0 to C.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above <see cref="EnvironmentSpec.CandidateCount"/>.</exception>
    public int CandidateCount
    {
        get => _block.CandidateCounts[_copy];
        set
        {
            if ((uint)value > (uint)Spec.CandidateCount) Throw.IfOutside(value, 0, Spec.CandidateCount, nameof(CandidateCount));
            _block.CandidateCounts[_copy] = value;
        }
    }

    /// <summary>Whether every agent is terminated or truncated, so that only a reset may follow.</summary>
    public bool IsEpisodeOver
    {
        get
        {
            var (terminated, truncated) = (_block.Terminated, _block.Truncated);
            for (var row = _copy * _agents; row < (_copy + 1) * _agents; row++)
                if (!(terminated[row] | truncated[row])) return false;
            return true;
        }
    }

    /// <summary>What one agent sees, [D].</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="agent"/> is not an agent.</exception>
    public Span<float> Observation(int agent)
    {
        if ((uint)agent >= (uint)_agents) NoSuchAgent(agent);
        return _block.Observations.AsSpan((_copy * _agents + agent) * _observationSize, _observationSize);
    }

    /// <summary>Which actions are legal for one agent, [K].</summary>
    /// <param name="agent">The agent, 0 to A − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="agent"/> is not an agent.</exception>
    public Span<bool> Mask(int agent)
    {
        if ((uint)agent >= (uint)_agents) NoSuchAgent(agent);
        return _block.Masks.AsSpan((_copy * _agents + agent) * _actionCount, _actionCount);
    }

    /// <summary>Copies everything to <paramref name="target"/>.</summary>
    /// <param name="target">Buffers of the same shape.</param>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="target"/> was made for another shape.</exception>
    public void CopyTo(StepBuffers target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.CheckShape(Spec, nameof(target));
        Observations.CopyTo(target.Observations);
        Masks.CopyTo(target.Masks);
        CopyCommonTo(target);
    }

    /// <summary>Copies what does not depend on the sizes of observations and action spaces: all but the observations and masks.</summary>
    internal void CopyCommonTo(StepBuffers target)
    {
        Rewards.CopyTo(target.Rewards);
        Terminated.CopyTo(target.Terminated);
        Truncated.CopyTo(target.Truncated);
        Acting.CopyTo(target.Acting);
        State.CopyTo(target.State);
        Candidates.CopyTo(target.Candidates);
        target.CandidateCount = CandidateCount;
    }

    /// <summary>Throws unless the buffers have the lengths that <paramref name="spec"/> asks for.</summary>
    internal void CheckShape(EnvironmentSpec spec, string name)
    {
        if (ReferenceEquals(spec, Spec) || spec.HasShapeOf(Spec)) return;
        throw new ArgumentException($"{name} was made for {Spec.Name} ({Spec.DescribeShape()}), but {spec.Name} needs {spec.DescribeShape()}.", name);
    }

    private static EnvironmentSpec Checked(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        return spec;
    }

    private Span<T> Rows<T>(T[] block, int size) => block.AsSpan(_copy * size, size);

    [DoesNotReturn]
    private void NoSuchAgent(int agent) =>
        throw new ArgumentOutOfRangeException(nameof(agent), agent, $"agent must be in [0, {_agents - 1}].");
}

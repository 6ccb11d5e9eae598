using MarlRec.Execution;

namespace MarlRec.Environments.Vector;

/// <summary>What N copies of an environment tell their agents after a reset or a step: one array for each quantity, owned by the caller.</summary>
/// <remarks>
/// <para>The rows of a copy are those that <see cref="StepBuffers"/> describe; <see cref="this"/> shows them as such, in the same memory, so whatever
/// works on one environment works on one copy. In the step that ends an episode in the mode <see cref="AutoresetMode.SameStep"/> rewards and flags are the old episode's,
/// the rest the new one's: ask <see cref="StepBuffers.Acting"/> there.</para>
/// <para>Letters: N copies, A agents, D <see cref="EnvironmentSpec.ObservationSize"/>, K <see cref="EnvironmentSpec.ActionCount"/>,
/// S <see cref="EnvironmentSpec.StateSize"/>, C <see cref="EnvironmentSpec.CandidateCount"/>, F <see cref="EnvironmentSpec.CandidateSize"/>.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class VectorStepBuffers
{
    private readonly StepBlock _now;
    private readonly StepBlock _final;
    private readonly StepBuffers[] _copies;
    private readonly StepBuffers[] _finals;
    private readonly bool[] _ended;
    private readonly bool[] _started;

    /// <summary>Allocates buffers for a vector of environments; a step allocates nothing more.</summary>
    /// <param name="spec">The spec of one copy.</param>
    /// <param name="copies">How many copies, N: 1 or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spec"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is not valid (see <see cref="EnvironmentSpec.Validate"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="copies"/> is below 1.</exception>
    public VectorStepBuffers(EnvironmentSpec spec, int copies)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        Spec = spec;
        _now = new StepBlock(spec, copies);
        _final = new StepBlock(spec, copies);
        _copies = Views(_now, copies);
        _finals = Views(_final, copies);
        _ended = new bool[copies];
        _started = new bool[copies];
    }

    /// <summary>The spec of one copy.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>How many copies, N.</summary>
    public int CopyCount => _copies.Length;

    /// <summary>What the agents see, [N, A, D].</summary>
    public Span<float> Observations => _now.Observations;

    /// <summary>What each agent has earned in this step, [N, A]; in <see cref="AutoresetMode.SameStep"/> that of the step that ended an episode.</summary>
    public Span<float> Rewards => _now.Rewards;

    /// <summary>Which agents have come to a true end, [N, A]; in <see cref="AutoresetMode.SameStep"/> how the episode that ended in this step did.</summary>
    public Span<bool> Terminated => _now.Terminated;

    /// <summary>Which agents were cut off by a limit outside the task, [N, A]; see <see cref="Terminated"/>.</summary>
    public Span<bool> Truncated => _now.Truncated;

    /// <summary>Whose actions the next step reads, [N, A].</summary>
    public Span<bool> Acting => _now.Acting;

    /// <summary>Which actions are legal in the next step, [N, A, K].</summary>
    public Span<bool> Masks => _now.Masks;

    /// <summary>The global states, [N, S].</summary>
    public Span<float> State => _now.State;

    /// <summary>The vectors of the candidates, [N, C, F].</summary>
    public Span<float> Candidates => _now.Candidates;

    /// <summary>How many candidates each copy offers, [N].</summary>
    public Span<int> CandidateCounts => _now.CandidateCounts;

    /// <summary>Whose episode ended in this step, [N].</summary>
    public Span<bool> EpisodeEnded => _ended;

    /// <summary>Whose observations are the first of an episode, [N]: set by a reset, and by the step that resets a copy by itself.</summary>
    public Span<bool> EpisodeStarted => _started;

    /// <summary>The last observations of the episodes that ended in this step, [N, A, D], in every mode. Rows of other copies mean nothing.</summary>
    public Span<float> FinalObservations => _final.Observations;

    /// <summary>The last global states of the episodes that ended in this step, [N, S]. Rows of other copies mean nothing.</summary>
    public Span<float> FinalState => _final.State;

    /// <summary>The rows of one copy, in the same memory.</summary>
    /// <param name="copy">The copy, 0 to N − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="copy"/> is not a copy.</exception>
    public StepBuffers this[int copy] => View(_copies, copy);

    /// <summary>All that the last step of an episode delivered, in the same memory as <see cref="FinalObservations"/>.</summary>
    /// <param name="copy">A copy whose <see cref="EpisodeEnded"/> is set; for others the rows mean nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="copy"/> is not a copy.</exception>
    public StepBuffers Final(int copy) => View(_finals, copy);

    /// <summary>Copies everything to <paramref name="target"/>.</summary>
    /// <param name="target">Buffers of the same shape for as many copies.</param>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="target"/> was made for another shape or another number of copies.</exception>
    public void CopyTo(VectorStepBuffers target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.CheckShape(Spec, CopyCount, nameof(target));
        for (var copy = 0; copy < CopyCount; copy++)
        {
            _copies[copy].CopyTo(target._copies[copy]);
            _finals[copy].CopyTo(target._finals[copy]);
        }

        _ended.CopyTo(target._ended.AsSpan());
        _started.CopyTo(target._started.AsSpan());
    }

    /// <summary>Throws unless the buffers have the lengths that a vector needs.</summary>
    internal void CheckShape(EnvironmentSpec spec, int copies, string name)
    {
        _copies[0].CheckShape(spec, name);
        if (CopyCount != copies) throw new ArgumentException($"{name} was made for {CopyCount} copies of {Spec.Name}, but {copies} were expected.", name);
    }

    private static StepBuffers[] Views(StepBlock block, int copies)
    {
        var views = new StepBuffers[copies];
        for (var copy = 0; copy < copies; copy++) views[copy] = new StepBuffers(block, copy);
        return views;
    }

    private static StepBuffers View(StepBuffers[] views, int copy)
    {
        if ((uint)copy >= (uint)views.Length) Throw.IfOutside(copy, 0, views.Length - 1);
        return views[copy];
    }
}

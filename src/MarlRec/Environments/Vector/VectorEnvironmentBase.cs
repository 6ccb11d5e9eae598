using MarlRec.Execution;

namespace MarlRec.Environments.Vector;

/// <summary>The life cycle of a vector of environments: seeds, checks, ends and automatic resets. Derived classes move the copies.</summary>
/// <remarks>
/// <para>Copies are stepped in tiles of neighbours. Tiles run on the compute context's threads, in any order; no tile touches another's copies, so the bits
/// are the same at any degree of parallelism. A step after the context was disposed throws <see cref="ObjectDisposedException"/>.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public abstract class VectorEnvironmentBase : IVectorEnvironment
{
    private readonly ComputeContext _context;
    private readonly ActionRules _rules;
    private readonly int[] _actions;
    private readonly bool[] _over;
    private readonly ulong[] _seeds;
    private readonly long[] _episodes;
    private readonly int _copiesPerTile;
    private bool _running;

    /// <summary>Sets up the life cycle.</summary>
    /// <param name="spec">What each copy is.</param>
    /// <param name="copies">How many copies, N: 1 or more.</param>
    /// <param name="mode">What happens to a copy whose episode is over.</param>
    /// <param name="context">Whose threads step the tiles, or null for the caller's alone. It is not disposed.</param>
    /// <param name="copiesPerTile">How many neighbours one thread steps at a time: 1 or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spec"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is not valid (see <see cref="EnvironmentSpec.Validate"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="copies"/> or <paramref name="copiesPerTile"/> is below 1, or <paramref name="mode"/> is
    /// not a mode.</exception>
    protected VectorEnvironmentBase(EnvironmentSpec spec, int copies, AutoresetMode mode, ComputeContext? context, int copiesPerTile)
        : this(spec, copies, mode, context, copiesPerTile, refusesMasked: true)
    {
    }

    private protected VectorEnvironmentBase(EnvironmentSpec spec, int copies, AutoresetMode mode, ComputeContext? context, int copiesPerTile, bool refusesMasked)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(copiesPerTile, 1);
        if (!Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "mode must be NextStep, SameStep or Disabled.");
        Spec = spec;
        Mode = mode;
        _context = context ?? ComputeContext.Serial;
        _copiesPerTile = copiesPerTile;
        _rules = new ActionRules(spec, copies) { RefusesMasked = refusesMasked };
        _actions = new int[checked(copies * spec.AgentCount)];
        _over = new bool[copies];
        _seeds = new ulong[copies];
        _episodes = new long[copies];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public int CopyCount => _over.Length;

    /// <inheritdoc/>
    public AutoresetMode Mode { get; }

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<ulong> seeds, ResetOptions? options, VectorStepBuffers buffers)
    {
        CheckBuffers(buffers);
        Throw.IfLengthDiffers(seeds.Length, CopyCount, nameof(seeds));
        for (var copy = 0; copy < CopyCount; copy++) Start(copy, seeds[copy], 0, options, buffers);
        _running = true;
    }

    /// <inheritdoc/>
    public void ResetWhere(ReadOnlySpan<bool> copies, ReadOnlySpan<ulong> seeds, ResetOptions? options, VectorStepBuffers buffers)
    {
        CheckBuffers(buffers);
        CheckRunning();
        Throw.IfLengthDiffers(copies.Length, CopyCount, nameof(copies));
        if (!seeds.IsEmpty) Throw.IfLengthDiffers(seeds.Length, CopyCount, nameof(seeds));
        for (var copy = 0; copy < CopyCount; copy++)
        {
            if (!copies[copy]) continue;
            if (seeds.IsEmpty) Start(copy, _seeds[copy], _episodes[copy] + 1, options, buffers);
            else Start(copy, seeds[copy], 0, options, buffers);
        }

        _running = true;
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> actions, VectorStepBuffers buffers)
    {
        CheckBuffers(buffers);
        CheckRunning();
        if (Mode == AutoresetMode.Disabled && _over.AsSpan().IndexOf(true) is var ended and >= 0)
            throw new InvalidOperationException($"The episode of copy {ended} of {Spec.Name} is over; call ResetWhere before the next Step.");
        _rules.Check(actions);
        actions.CopyTo(_actions);
        // Not running until all copies have stepped: after an exception from a copy only a reset of all helps.
        _running = false;
        _context.For((CopyCount + _copiesPerTile - 1) / _copiesPerTile, new Tile(this, buffers));
        _rules.Remember(buffers.Acting, buffers.Masks);
        _running = true;
    }

    /// <summary>Starts an episode of one copy. Refused options leave the copy and its buffers as they are.</summary>
    /// <param name="copy">The copy, 0 to N − 1.</param>
    /// <param name="seed">The episode's seed.</param>
    /// <param name="options">How to start, or null for the default.</param>
    /// <param name="buffers">Receives the first observations, as from <see cref="IEnvironment.Reset"/>: all rows of this copy.</param>
    /// <exception cref="ArgumentException">The environment does not take <paramref name="options"/>.</exception>
    protected abstract void OnReset(int copy, ulong seed, ResetOptions? options, StepBuffers buffers);

    /// <summary>Moves neighbouring copies by one step. Other tiles may be moving at the same time, on other threads.</summary>
    /// <param name="first">The first copy.</param>
    /// <param name="count">How many copies, 1 or more.</param>
    /// <param name="actions">The actions of all copies, [N, A]; those of acting agents are legal, the others arbitrary.</param>
    /// <param name="buffers">Write all rows of these copies, as <see cref="IEnvironment.Step"/> does; those for which <see cref="IsOver"/> holds may be skipped,
    /// since a reset follows.</param>
    protected abstract void OnStep(int first, int count, ReadOnlySpan<int> actions, VectorStepBuffers buffers);

    /// <summary>Whether a copy's episode ended in an earlier step and its next one has not started.</summary>
    /// <param name="copy">The copy, 0 to N − 1.</param>
    protected bool IsOver(int copy) => _over[copy];

    private void CheckBuffers(VectorStepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        buffers.CheckShape(Spec, CopyCount, nameof(buffers));
    }

    private void CheckRunning()
    {
        if (!_running) throw new InvalidOperationException($"{Spec.Name} has no episodes; call Reset before ResetWhere or Step.");
    }

    private void Start(int copy, ulong seed, long episode, ResetOptions? options, VectorStepBuffers buffers)
    {
        try
        {
            OnReset(copy, EpisodeSeed.Of(seed, episode), options, buffers[copy]);
        }
        catch (Exception e) when (e is not ArgumentException)
        {
            // A copy that failed in the middle of a reset has no episode; one that refused its options still has its old one.
            _running = false;
            throw;
        }

        // From here on some copies have been reset and others have not: an exception from a later copy leaves no episode to step.
        _running = false;
        (_seeds[copy], _episodes[copy], _over[copy]) = (seed, episode, false);
        (buffers.EpisodeStarted[copy], buffers.EpisodeEnded[copy]) = (true, false);
        _rules.Remember(copy, buffers[copy]);
    }

    private void StepTile(int tile, VectorStepBuffers buffers)
    {
        var first = tile * _copiesPerTile;
        var count = Math.Min(_copiesPerTile, CopyCount - first);
        OnStep(first, count, _actions, buffers);
        buffers.EpisodeStarted.Slice(first, count).Clear();
        buffers.EpisodeEnded.Slice(first, count).Clear();
        ReadOnlySpan<bool> terminated = buffers.Terminated, truncated = buffers.Truncated;
        var agents = Spec.AgentCount;
        for (var copy = first; copy < first + count; copy++)
        {
            if (_over[copy]) StartNext(copy, buffers);
            else if (HaveEnded(terminated.Slice(copy * agents, agents), truncated.Slice(copy * agents, agents))) End(copy, buffers);
        }
    }

    private static bool HaveEnded(ReadOnlySpan<bool> terminated, ReadOnlySpan<bool> truncated)
    {
        for (var agent = 0; agent < terminated.Length; agent++)
            if (!(terminated[agent] | truncated[agent])) return false;
        return true;
    }

    private void End(int copy, VectorStepBuffers buffers)
    {
        var (now, final) = (buffers[copy], buffers.Final(copy));
        now.CopyTo(final);
        buffers.EpisodeEnded[copy] = true;
        _over[copy] = true;
        if (Mode != AutoresetMode.SameStep) return;
        StartNext(copy, buffers);
        final.Rewards.CopyTo(now.Rewards);
        final.Terminated.CopyTo(now.Terminated);
        final.Truncated.CopyTo(now.Truncated);
    }

    private void StartNext(int copy, VectorStepBuffers buffers)
    {
        OnReset(copy, EpisodeSeed.Of(_seeds[copy], ++_episodes[copy]), null, buffers[copy]);
        _over[copy] = false;
        buffers.EpisodeStarted[copy] = true;
    }

    private readonly struct Tile(VectorEnvironmentBase environment, VectorStepBuffers buffers) : ITileBody
    {
        public void Run(int tile) => environment.StepTile(tile, buffers);
    }
}

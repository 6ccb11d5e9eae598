using MarlRec.Environments.Checking;

namespace MarlRec.Environments.Wrappers;

/// <summary>Looks at all that an environment delivers, while it is used, and throws where the contract is broken: observations outside their spaces, numbers that are
/// not finite, agents that come back, steps before a reset and after the end that were not refused.</summary>
/// <remarks>
/// <para>It plays nothing itself and changes nothing. What only repetition shows, such as determinism, is for <see cref="EnvironmentChecker"/>.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class PassiveChecker : EnvironmentWrapper
{
    private readonly StepBuffers _seen;
    private readonly ViolationList _violations = new([]);
    private StepWatch? _watch;
    private ulong _seed;
    private int _steps;
    private bool _isBroken;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="EnvironmentContractException">Its spec is not valid, or another instance at every call.</exception>
    public PassiveChecker(IEnvironment inner)
        : base(inner)
    {
        SpecCheck.Passes(inner, _violations);
        ThrowIfBroken();
        _seen = new StepBuffers(Spec);
    }

    /// <inheritdoc/>
    /// <exception cref="EnvironmentContractException">What was delivered breaks the contract. Call <see cref="Reset"/> to go on.</exception>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        CheckBuffers(buffers);
        Inner.Reset(seed, options, buffers);
        _isBroken = false;
        (_seed, _steps) = (seed, 0);
        _watch = new StepWatch(_seen, seed, _violations);
        buffers.CopyTo(_seen);
        _watch.AfterReset();
        ThrowIfBroken();
    }

    /// <inheritdoc/>
    /// <exception cref="EnvironmentContractException">What was delivered breaks the contract. Call <see cref="Reset"/> to go on.</exception>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        CheckBuffers(buffers);
        if (_isBroken) throw new InvalidOperationException($"{Spec.Name} broke its contract; call Reset before the next Step.");
        Inner.Step(actions, buffers);
        if (_watch is null || _seen.IsEpisodeOver)
        {
            _violations.Add(EnvironmentRule.LifeCycle, _watch is null ? "A step without a reset before it was not refused." : $"Seed {_seed}: a step after the end, step {_steps}, was not refused.");
        }
        else
        {
            buffers.CopyTo(_seen);
            _watch.AfterStep(++_steps);
        }

        ThrowIfBroken();
    }

    private void ThrowIfBroken()
    {
        if (_violations.First is not { } violation) return;
        // After a failure only a reset helps; it must not report this one again.
        _violations.Clear();
        _watch = null;
        _isBroken = true;
        throw new EnvironmentContractException(violation);
    }
}

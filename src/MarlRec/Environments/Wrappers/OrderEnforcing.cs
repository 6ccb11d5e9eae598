namespace MarlRec.Environments.Wrappers;

/// <summary>Refuses a step before the first reset and after the end of an episode, for environments that do not do so themselves.</summary>
/// <param name="inner">The environment.</param>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
/// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
public sealed class OrderEnforcing(IEnvironment inner) : EnvironmentWrapper(inner)
{
    private bool _started;
    private bool _over;

    /// <inheritdoc/>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        Inner.Reset(seed, options, buffers);
        (_started, _over) = (true, false);
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        if (!_started) throw new InvalidOperationException($"{Spec.Name} has no episode; call Reset before Step.");
        if (_over) throw new InvalidOperationException($"The episode of {Spec.Name} is over; call Reset before the next Step.");
        Inner.Step(actions, buffers);
        _over = buffers.IsEpisodeOver;
    }
}

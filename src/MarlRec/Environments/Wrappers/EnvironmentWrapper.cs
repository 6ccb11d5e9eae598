namespace MarlRec.Environments.Wrappers;

/// <summary>An environment around another one. Everything is passed on; a derived class changes what it is for.</summary>
/// <remarks>
/// <para>A wrapper keeps the contract of <see cref="IEnvironment"/> if what it wraps does. The inner environment belongs to it: whoever steps the inner one
/// directly breaks the wrapper's count. It is not disposed with the wrapper: keep a reference to what must be disposed, or ask <c>Find&lt;IDisposable&gt;()</c> for it.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public abstract class EnvironmentWrapper : IEnvironment
{
    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="spec">What the wrapped environment is, or null where the wrapper changes nothing in it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is not valid (see <see cref="EnvironmentSpec.Validate"/>).</exception>
    protected EnvironmentWrapper(IEnvironment inner, EnvironmentSpec? spec = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        spec?.Validate();
        Inner = inner;
        Spec = spec ?? inner.Spec;
    }

    /// <summary>The environment that is wrapped, which may be a wrapper itself.</summary>
    public IEnvironment Inner { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <summary>Whether a masked action is taken instead of refused.</summary>
    internal virtual bool TakesMasked => Inner is EnvironmentWrapper { TakesMasked: true };

    /// <inheritdoc/>
    public virtual void Reset(ulong seed, ResetOptions? options, StepBuffers buffers) => Inner.Reset(seed, options, buffers);

    /// <inheritdoc/>
    public virtual void Step(ReadOnlySpan<int> actions, StepBuffers buffers) => Inner.Step(actions, buffers);

    /// <summary>For wrappers that describe the inner environment anew: its spec, or the exception for a missing one.</summary>
    private protected static EnvironmentSpec SpecOf(IEnvironment inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return inner.Spec;
    }

    private protected void CheckBuffers(StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        buffers.CheckShape(Spec, nameof(buffers));
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary><see cref="EnvironmentBase"/> for a world whose resets take options of type <typeparamref name="TOptions"/>; options of other types are refused.</summary>
/// <typeparam name="TOptions">The world's own record.</typeparam>
/// <param name="spec">What the environment is.</param>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
/// <exception cref="ArgumentNullException"><paramref name="spec"/> is null.</exception>
/// <exception cref="ArgumentException"><paramref name="spec"/> is not valid (see <see cref="EnvironmentSpec.Validate"/>).</exception>
public abstract class EnvironmentBase<TOptions>(EnvironmentSpec spec) : EnvironmentBase(spec)
    where TOptions : ResetOptions
{
    /// <summary>Starts an episode.</summary>
    /// <param name="random">The episode's randomness; keep it for <see cref="EnvironmentBase.OnStep"/>.</param>
    /// <param name="options">What the caller asks for, already checked, or null for the world's default.</param>
    /// <param name="buffers">Write the first observations here, and what differs from the defaults.</param>
    protected abstract void OnReset(RandomStream random, TOptions? options, StepBuffers buffers);

    /// <summary>Refuses options that this world cannot follow. Nothing has changed yet, and nothing may change here. The base checks them by themselves.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The options ask for what this world cannot do.</exception>
    protected virtual void CheckOptions(TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
    }

    /// <inheritdoc/>
    protected sealed override void OnReset(RandomStream random, StepBuffers buffers) => OnReset(random, null, buffers);

    private protected sealed override void CheckReset(ResetOptions? options)
    {
        if (options is null) return;
        if (options is not TOptions own)
            throw new ArgumentException($"options are {options.GetType().Name}, but {Spec.Name} takes {typeof(TOptions).Name}.", nameof(options));
        CheckOptions(own);
    }

    private protected sealed override void Begin(RandomStream random, ResetOptions? options, StepBuffers buffers) => OnReset(random, (TOptions?)options, buffers);
}

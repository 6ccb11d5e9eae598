namespace MarlRec.Environments.Wrappers;

/// <summary>
/// Each agent sees how much of the episode's time has passed, from 0 to 1, behind its own observation: with a step limit the value of a state depends on it.
/// Pardo et al., "Time Limits in Reinforcement Learning", 2018.
/// </summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public sealed class TimeAware : ObservationWrapper
{
    private readonly double _maxSteps;
    private int _steps;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment, with a step limit (see <see cref="TimeLimit"/>).</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inner"/> has no step limit.</exception>
    public TimeAware(IEnvironment inner)
        : base(inner, Extend(inner)) => _maxSteps = Spec.MaxSteps!.Value;

    /// <inheritdoc/>
    protected override void OnReset() => _steps = 0;

    /// <inheritdoc/>
    protected override void OnStep() => _steps++;

    /// <inheritdoc/>
    protected override void OnObservation(int agent, ReadOnlySpan<float> observation, Span<float> changed)
    {
        observation.CopyTo(changed);
        changed[^1] = (float)(_steps / _maxSteps);
    }

    private static BoxSpace[] Extend(IEnvironment inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (inner.Spec.MaxSteps is null) throw new ArgumentException($"inner, {inner.Spec.Name}, has no step limit, but one was expected.", nameof(inner));
        return [.. inner.Spec.ObservationSpaces.Select(space =>
        {
            var (low, high) = BoxBounds.Of(space);
            return new BoxSpace([.. low, 0], [.. high, 1]);
        })];
    }
}

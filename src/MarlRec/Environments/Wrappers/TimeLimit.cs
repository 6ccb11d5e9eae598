namespace MarlRec.Environments.Wrappers;

/// <summary>Truncates an episode after a number of steps: agents that are live then are truncated, not terminated, so that learners bootstrap.</summary>
/// <remarks>A limit of the inner environment stays in force; the smaller one ends the episode. Thread safety: <em>single owner</em>.</remarks>
public sealed class TimeLimit : EnvironmentWrapper
{
    private readonly int _maxSteps;
    private int _steps;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="maxSteps">After how many steps the episode is truncated: 1 or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxSteps"/> is below 1.</exception>
    public TimeLimit(IEnvironment inner, int maxSteps)
        : base(inner, Describe(inner, maxSteps)) => _maxSteps = maxSteps;

    /// <inheritdoc/>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        Inner.Reset(seed, options, buffers);
        _steps = 0;
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        // The inner environment does not know that its episode was cut.
        if (_steps == _maxSteps) throw new InvalidOperationException($"The episode of {Spec.Name} is over; call Reset before the next Step.");
        Inner.Step(actions, buffers);
        if (++_steps < _maxSteps) return;
        for (var agent = 0; agent < Spec.AgentCount; agent++)
            if (!buffers.Terminated[agent]) buffers.Truncated[agent] = true;
        buffers.Acting.Clear();
    }

    private static EnvironmentSpec Describe(IEnvironment inner, int maxSteps)
    {
        var spec = SpecOf(inner);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSteps, 1);
        return spec with { MaxSteps = Math.Min(maxSteps, spec.MaxSteps ?? maxSteps) };
    }
}

namespace MarlRec.Environments.Wrappers;

/// <summary>Each agent sees its latest observations together, the oldest first, so that speed and direction show.</summary>
/// <remarks>At the start of an episode the missing frames are copies of the first one. Thread safety: <em>single owner</em>.</remarks>
public sealed class FrameStack : ObservationWrapper
{
    private readonly int _frames;
    private readonly float[][] _history;
    private bool _first;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="frames">How many observations are stacked: 1 or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frames"/> is below 1.</exception>
    public FrameStack(IEnvironment inner, int frames)
        : base(inner, Stack(inner, frames))
    {
        _frames = frames;
        _history = new float[Spec.AgentCount][];
        for (var agent = 0; agent < _history.Length; agent++) _history[agent] = new float[Spec.ObservationSpaces[agent].FlatSize];
    }

    /// <inheritdoc/>
    protected override void OnReset() => _first = true;

    /// <inheritdoc/>
    protected override void OnStep() => _first = false;

    /// <inheritdoc/>
    protected override void OnObservation(int agent, ReadOnlySpan<float> observation, Span<float> changed)
    {
        var history = _history[agent].AsSpan();
        var size = observation.Length;
        if (_first)
        {
            for (var frame = 0; frame < _frames; frame++) observation.CopyTo(history[(frame * size)..]);
        }
        else
        {
            history[size..].CopyTo(history);
            observation.CopyTo(history[^size..]);
        }

        history.CopyTo(changed);
    }

    private static BoxSpace[] Stack(IEnvironment inner, int frames)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        return [.. inner.Spec.ObservationSpaces.Select(space =>
        {
            var (low, high) = BoxBounds.Of(space);
            return new BoxSpace([.. Enumerable.Repeat(low, frames).SelectMany(bounds => bounds)], [.. Enumerable.Repeat(high, frames).SelectMany(bounds => bounds)]);
        })];
    }
}

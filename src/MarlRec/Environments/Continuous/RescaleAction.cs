using MarlRec.Execution;

namespace MarlRec.Environments.Continuous;

/// <summary>Takes actions between two given numbers and stretches them over the bounds of the inner environment, which must be finite.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public sealed class RescaleAction : ContinuousWrapper
{
    private readonly double _low;
    private readonly double _width;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; all bounds of its actions are finite.</param>
    /// <param name="low">What becomes each lower bound, finite.</param>
    /// <param name="high">What becomes each upper bound, finite and above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentException">A bound of <paramref name="inner"/> is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="low"/> or <paramref name="high"/> is not finite, or they are not in order.</exception>
    public RescaleAction(IContinuousEnvironment inner, float low = -1, float high = 1)
        : base(inner, Between(inner, low, high))
    {
        _low = low;
        _width = (double)high - low;
    }

    /// <inheritdoc/>
    protected override void OnAction(int agent, ReadOnlySpan<float> action, Span<float> changed)
    {
        var space = Inner.ActionSpaces[agent];
        for (var i = 0; i < action.Length; i++)
        {
            var part = (action[i] - _low) / _width;
            // Rounding must not carry a bound past the bound.
            changed[i] = Math.Clamp((float)(space.Low[i] + part * ((double)space.High[i] - space.Low[i])), space.Low[i], space.High[i]);
        }
    }

    private static BoxSpace[] Between(IContinuousEnvironment inner, float low, float high)
    {
        var spaces = SpacesOf(inner);
        Throw.IfNotFinite(low);
        Throw.IfNotFinite(high);
        if (high <= low) throw new ArgumentOutOfRangeException(nameof(high), high, $"high must be above low, {low}.");
        foreach (var space in spaces)
        {
            if (space.Low.Contains(float.NegativeInfinity) || space.High.Contains(float.PositiveInfinity))
                throw new ArgumentException($"inner, {inner.Spec.Name}, has an infinite bound, but only finite ones can be rescaled.", nameof(inner));
        }

        return [.. spaces.Select(space => new BoxSpace(low, high, space.FlatSize))];
    }
}

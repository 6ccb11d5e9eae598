namespace MarlRec.Environments.Continuous;

/// <summary>Takes any finite numbers as actions and moves those outside the bounds to the nearest bound, as for policies that draw from a normal distribution.</summary>
/// <param name="inner">The environment.</param>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
/// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
public sealed class ClipAction(IContinuousEnvironment inner)
    : ContinuousWrapper(inner, [.. SpacesOf(inner).Select(space => new BoxSpace(float.NegativeInfinity, float.PositiveInfinity, space.FlatSize))])
{
    /// <inheritdoc/>
    protected override void OnAction(int agent, ReadOnlySpan<float> action, Span<float> changed)
    {
        var space = Inner.ActionSpaces[agent];
        for (var i = 0; i < action.Length; i++) changed[i] = Math.Clamp(action[i], space.Low[i], space.High[i]);
    }
}

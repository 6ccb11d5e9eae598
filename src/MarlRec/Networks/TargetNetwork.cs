using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>
/// Lets a second network follow a trained one slowly, so that what a learner bootstraps from stands still (Mnih et al., 2015: copies; Lillicrap et al., "Continuous
/// control with deep reinforcement learning", ICLR 2016: small steps).
/// </summary>
/// <remarks>It has no state of its own: the target's weights are all there is to save. Thread safety: <em>single owner</em>, who owns both modules during an update.</remarks>
public sealed class TargetNetwork
{
    private readonly ParameterPairs _pairs;

    /// <summary>Joins two modules; their weights stay as they are until the first <see cref="Copy"/> or <see cref="Update"/>.</summary>
    /// <param name="online">The trained module.</param>
    /// <param name="target">The module that follows, with parameters of the same names and shapes.</param>
    /// <param name="context">Runs the loops; null for the calling thread. The bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException">A module is null.</exception>
    /// <exception cref="ArgumentException">The modules share a parameter, or differ in a name or a shape.</exception>
    public TargetNetwork(Module online, Module target, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(online);
        ArgumentNullException.ThrowIfNull(target);
        _pairs = new ParameterPairs(online, target, context, nameof(target));
    }

    /// <summary>target ← online, exactly.</summary>
    /// <exception cref="InvalidOperationException">A parameter of the target is frozen. Nothing has been written then.</exception>
    public void Copy() => _pairs.Blend(1);

    /// <summary>target ← (1 − τ) · target + τ · online (Polyak averaging). Where both are equal, nothing changes.</summary>
    /// <param name="rate">τ, in [0, 1]; 1 copies.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">A parameter of the target is frozen. Nothing has been written then.</exception>
    public void Update(double rate)
    {
        Throw.IfOutside(rate, 0, 1);
        _pairs.Blend(rate);
    }
}

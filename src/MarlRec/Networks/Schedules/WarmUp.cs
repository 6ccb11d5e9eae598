using MarlRec.Execution;

namespace MarlRec.Networks.Schedules;

/// <summary>A rate that first rises in a straight line to the beginning of another schedule, and then follows that one (Goyal et al., 2017).</summary>
/// <remarks>
/// <c>then(0) · (f + (1 − f) · step / N)</c> before step N, then(step − N) from there on; f is the factor at step 0. Thread safety: <em>immutable</em>, as far as the other
/// schedule is.
/// </remarks>
public sealed record WarmUp : ILearningRateSchedule
{
    /// <summary>A rise, then another schedule.</summary>
    /// <param name="steps">N, how many steps the rise takes, 0 or more.</param>
    /// <param name="then">What follows; its step 0 is step N.</param>
    /// <param name="startFactor">f, the share of the rate at step 0: in [0, 1].</param>
    /// <exception cref="ArgumentNullException"><paramref name="then"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public WarmUp(long steps, ILearningRateSchedule then, double startFactor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentNullException.ThrowIfNull(then);
        Throw.IfOutside(startFactor, 0, 1);
        (Steps, Then, StartFactor) = (steps, then, startFactor);
    }

    /// <summary>N, how many steps the rise takes.</summary>
    public long Steps { get; }

    /// <summary>What follows.</summary>
    public ILearningRateSchedule Then { get; }

    /// <summary>f, the share of the rate at step 0.</summary>
    public double StartFactor { get; }

    /// <inheritdoc/>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return step >= Steps ? Then.At(step - Steps) : Then.At(0) * (StartFactor + (1 - StartFactor) * ((double)step / Steps));
    }
}

using MarlRec.Execution;

namespace MarlRec.Networks.Schedules;

/// <summary>The same rate at every step. Thread safety: <em>immutable</em>.</summary>
public sealed record ConstantRate : ILearningRateSchedule
{
    /// <summary>A schedule that never moves.</summary>
    /// <param name="rate">Finite, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is out of range.</exception>
    public ConstantRate(double rate)
    {
        Throw.IfOutside(rate, 0, double.MaxValue);
        Rate = rate;
    }

    /// <summary>The rate.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return Rate;
    }
}

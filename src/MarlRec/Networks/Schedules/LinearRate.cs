using MarlRec.Execution;

namespace MarlRec.Networks.Schedules;

/// <summary>A rate that moves in a straight line and then stays.</summary>
/// <remarks><c>start + (end − start) · step / N</c> before step N, end from there on. Thread safety: <em>immutable</em>.</remarks>
public sealed record LinearRate : ILearningRateSchedule
{
    /// <summary>A straight line.</summary>
    /// <param name="start">The rate at step 0: finite, 0 or more.</param>
    /// <param name="end">The rate from step <paramref name="steps"/> on: finite, 0 or more.</param>
    /// <param name="steps">N, how many steps the move takes, 0 or more; with 0 the rate is always <paramref name="end"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public LinearRate(double start, double end, long steps)
    {
        Throw.IfOutside(start, 0, double.MaxValue);
        Throw.IfOutside(end, 0, double.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        (Start, End, Steps) = (start, end, steps);
    }

    /// <summary>The rate at step 0.</summary>
    public double Start { get; }

    /// <summary>The rate from step <see cref="Steps"/> on.</summary>
    public double End { get; }

    /// <summary>N, how many steps the move takes.</summary>
    public long Steps { get; }

    /// <inheritdoc/>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return step >= Steps ? End : Start + (End - Start) * ((double)step / Steps);
    }
}

using MarlRec.Execution;

namespace MarlRec.Learning.Exploration;

/// <summary>A value that moves in a straight line and then stays. Thread safety: <em>immutable</em>.</summary>
/// <param name="Start">The value at step 0, finite.</param>
/// <param name="End">The value from step <paramref name="Steps"/> on, finite.</param>
/// <param name="Steps">How many steps the move takes, 0 or more; with 0 the value is always <paramref name="End"/>.</param>
public sealed record LinearSchedule(double Start, double End, long Steps)
{
    /// <summary>A schedule that never moves.</summary>
    /// <param name="value">The value.</param>
    public static LinearSchedule Constant(double value) => new(value, value, 0);

    /// <summary>The value at <paramref name="step"/>.</summary>
    /// <param name="step">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public double Value(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return step >= Steps ? End : Start + (End - Start) * ((double)step / Steps);
    }

    internal void Validate(double low, double high, string name)
    {
        if (!(Start >= low && Start <= high)) throw new ArgumentOutOfRangeException(name, Start, $"{name}.{nameof(Start)} must be in [{low}, {high}].");
        if (!(End >= low && End <= high)) throw new ArgumentOutOfRangeException(name, End, $"{name}.{nameof(End)} must be in [{low}, {high}].");
        if (Steps < 0) throw new ArgumentOutOfRangeException(name, Steps, $"{name}.{nameof(Steps)} must be 0 or more.");
    }
}

namespace MarlRec.Networks.Schedules;

/// <summary>A learning rate by step. Before each update: <c>optimizer.LearningRate = schedule.At(optimizer.StepCount)</c>. Thread safety: <em>immutable</em>.</summary>
/// <remarks>A schedule keeps no position of its own: continued from a saved step count, it goes on where it stood.</remarks>
public interface ILearningRateSchedule
{
    /// <summary>The rate of a step: finite, 0 or more.</summary>
    /// <param name="step">How many steps have been made before it, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    double At(long step);
}

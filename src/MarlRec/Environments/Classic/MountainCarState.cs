namespace MarlRec.Environments.Classic;

/// <summary>Where the car is in its valley, and its equations of motion. Thread safety: <em>immutable</em>.</summary>
/// <param name="Position">Along the track; the valley's lowest point is at −π/6.</param>
/// <param name="Velocity">Per step.</param>
internal readonly record struct MountainCarState(double Position, double Velocity)
{
    internal const double LowestPosition = -1.2, HighestPosition = 0.6, GoalPosition = 0.5, SpeedLimit = 0.07;

    private const double Force = 0.001, Gravity = 0.0025;

    internal bool IsAtGoal => Position >= GoalPosition && Velocity >= 0;

    /// <summary>The state one step later, with the engine pushing left (−1), resting (0) or pushing right (1). The left end stops the car.</summary>
    internal MountainCarState Advance(int push)
    {
        var velocity = Math.Clamp(Velocity + (push * Force + Math.Cos(3 * Position) * -Gravity), -SpeedLimit, SpeedLimit);
        var position = Math.Clamp(Position + velocity, LowestPosition, HighestPosition);
        return new MountainCarState(position, position == LowestPosition && velocity < 0 ? 0 : velocity);
    }
}

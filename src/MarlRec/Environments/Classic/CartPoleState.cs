using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>Where the cart and the pole are, and their equations of motion. Thread safety: <em>immutable</em>.</summary>
/// <param name="Position">The cart's position, in metres from the middle.</param>
/// <param name="Velocity">The cart's velocity, in metres per second.</param>
/// <param name="Angle">The pole's angle, in radians from upright.</param>
/// <param name="AngularVelocity">The pole's angular velocity, in radians per second.</param>
internal readonly record struct CartPoleState(double Position, double Velocity, double Angle, double AngularVelocity)
{
    internal const double Gravity = 9.8, PoleMass = 0.1, TotalMass = 1.1, HalfLength = 0.5, Interval = 0.02;
    internal const double PoleMassLength = PoleMass * HalfLength;
    private const double Force = 10;

    /// <summary>The pole has fallen beyond this many radians: 12 degrees.</summary>
    internal const double AngleLimit = 12 * 2 * Math.PI / 360;

    /// <summary>The track ends this many metres from the middle.</summary>
    internal const double PositionLimit = 2.4;

    internal bool HasFallen => Math.Abs(Position) > PositionLimit || Math.Abs(Angle) > AngleLimit;

    /// <summary>The push of an action, in newtons: by arithmetic, since no branch can be predicted that follows an agent's actions.</summary>
    internal static double ForceOf(int action) => (2 * action - 1) * Force;

    /// <summary>A start: four uniform numbers.</summary>
    internal static CartPoleState Draw(RandomStream random, CartPoleResetOptions options) => new(
        random.NextUniform(options.Low, options.High), random.NextUniform(options.Low, options.High),
        random.NextUniform(options.Low, options.High), random.NextUniform(options.Low, options.High));

    /// <summary>Writes what the agent sees, [4].</summary>
    internal void Observe(Span<float> observation)
    {
        observation[3] = (float)AngularVelocity;
        observation[2] = (float)Angle;
        observation[1] = (float)Velocity;
        observation[0] = (float)Position;
    }

    /// <summary>The state one interval later, by an explicit Euler step, with the cart pushed left (0) or right (1).</summary>
    internal CartPoleState Advance(int action)
    {
        var (sin, cos) = Math.SinCos(Angle);
        var push = (ForceOf(action) + PoleMassLength * AngularVelocity * AngularVelocity * sin) / TotalMass;
        var angularAcceleration = (Gravity * sin - cos * push) / (HalfLength * (4.0 / 3.0 - PoleMass * cos * cos / TotalMass));
        var acceleration = push - PoleMassLength * angularAcceleration * cos / TotalMass;
        return new CartPoleState(
            Position + Interval * Velocity,
            Velocity + Interval * acceleration,
            Angle + Interval * AngularVelocity,
            AngularVelocity + Interval * angularAcceleration);
    }
}

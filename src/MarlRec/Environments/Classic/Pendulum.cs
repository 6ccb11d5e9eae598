using MarlRec.Environments.Continuous;
using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>A motor that is too weak to lift a pendulum at once must swing it up and hold it there. It never terminates; 200 steps truncate it.</summary>
/// <remarks>
/// <para>Equations and constants are those of Gymnasium's Pendulum-v1; the state is held in double precision. A torque beyond ±2 N·m is refused and not
/// clipped: see <see cref="ClipAction"/>.</para>
/// <para>Observation: cosine and sine of the angle from upright, angular velocity (rad/s). Reward: −(angle² + 0.1 velocity² + 0.001 torque²), with the angle in ±π,
/// before the step: −16.27 at worst, 0 at best. Resets take <see cref="PendulumResetOptions"/>.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class Pendulum : ContinuousEnvironmentBase
{
    /// <summary>The largest torque to either side, in newton metres.</summary>
    public const float MaxTorque = 2;

    /// <summary>The largest angular velocity to either side, in radians per second.</summary>
    public const float MaxSpeed = 8;

    private const double Gravity = 10, Mass = 1, Length = 1, Interval = 0.05;

    private static readonly BoxSpace TorqueSpace = new(-MaxTorque, MaxTorque, 1);

    private static readonly EnvironmentSpec SpecV1 = new()
    {
        Name = "Pendulum-v1",
        AgentCount = 1,
        ObservationSpaces = [new BoxSpace([-1, -1, -MaxSpeed], [1, 1, MaxSpeed])],
        ActionSpaces = [new DiscreteSpace(1)],
        MaxSteps = 200,
    };

    private double _angle;
    private double _velocity;

    /// <summary>Makes the world.</summary>
    public Pendulum()
        : base(SpecV1, [TorqueSpace])
    {
    }

    internal (double Angle, double Velocity) State => (_angle, _velocity);

    /// <summary>The same world for learners that count actions: action k is the k-th torque.</summary>
    /// <param name="torques">The torques, in newton metres: 1 or more, each in ±<see cref="MaxTorque"/>.</param>
    /// <exception cref="ArgumentException">There is no torque, or one is not finite or out of range.</exception>
    public static DiscretizedActions Discrete(params ReadOnlySpan<float> torques)
    {
        if (torques.IsEmpty) throw new ArgumentException("torques is empty, but 1 or more was expected.", nameof(torques));
        var table = new float[torques.Length, 1];
        for (var k = 0; k < torques.Length; k++)
        {
            Throw.IfOutside(torques[k], -MaxTorque, MaxTorque, nameof(torques));
            table[k, 0] = torques[k];
        }

        return new DiscretizedActions(new Pendulum(), table);
    }

    /// <summary>Puts the running episode into a state of the caller's choice.</summary>
    internal void SetState(double angle, double velocity, StepBuffers buffers)
    {
        (_angle, _velocity) = (angle, velocity);
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void CheckOptions(ResetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is not PendulumResetOptions)
            throw new ArgumentException($"options are {options.GetType().Name}, but {Spec.Name} takes {nameof(PendulumResetOptions)}.", nameof(options));
        options.Validate();
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, ResetOptions? options, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        var start = (PendulumResetOptions?)options ?? PendulumResetOptions.Default;
        _angle = random.NextUniform(-start.MaxAngle, start.MaxAngle);
        _velocity = random.NextUniform(-start.MaxVelocity, start.MaxVelocity);
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<float> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        double torque = actions[0], angle = Normalized(_angle);
        buffers.Rewards[0] = (float)-(angle * angle + 0.1 * _velocity * _velocity + 0.001 * torque * torque);
        var acceleration = 3 * Gravity / (2 * Length) * Math.Sin(_angle) + 3 / (Mass * Length * Length) * torque;
        _velocity = Math.Clamp(_velocity + acceleration * Interval, -MaxSpeed, MaxSpeed);
        _angle += _velocity * Interval;
        Observe(buffers);
    }

    /// <summary>The same angle in [−π, π).</summary>
    private static double Normalized(double angle)
    {
        var turned = (angle + Math.PI) % Math.Tau;
        return (turned < 0 ? turned + Math.Tau : turned) - Math.PI;
    }

    private void Observe(StepBuffers buffers)
    {
        var observation = buffers.Observation(0);
        var (sin, cos) = Math.SinCos(_angle);
        observation[0] = (float)cos;
        observation[1] = (float)sin;
        observation[2] = (float)_velocity;
    }
}

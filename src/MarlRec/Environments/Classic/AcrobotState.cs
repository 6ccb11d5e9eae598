namespace MarlRec.Environments.Classic;

/// <summary>
/// How the two links hang and swing, and their equations of motion, those of Sutton and Barto's book (first edition, section 11.3), which has a term that
/// the paper of 1996 lacks. Links have length 1 m, mass 1 kg, their centre of mass in the middle and a moment of inertia of 1 kg·m².
/// Thread safety: <em>immutable</em>.
/// </summary>
/// <param name="Angle1">The upper link's angle, in radians from hanging down.</param>
/// <param name="Angle2">The lower link's angle, in radians from the upper link's direction.</param>
/// <param name="Velocity1">The upper angle's velocity, in radians per second.</param>
/// <param name="Velocity2">The lower angle's velocity, in radians per second.</param>
internal readonly record struct AcrobotState(double Angle1, double Angle2, double Velocity1, double Velocity2)
{
    internal const double SpeedLimit1 = 4 * Math.PI, SpeedLimit2 = 9 * Math.PI;

    private const double Length = 1, Mass = 1, ToCentre = 0.5, Inertia = 1, Gravity = 9.8, Interval = 0.2;

    /// <summary>The tip is more than a link's length above the joint that both links hang from.</summary>
    internal bool IsUp => -Math.Cos(Angle1) - Math.Cos(Angle2 + Angle1) > 1;

    /// <summary>The state one interval later, by a single Runge–Kutta step of order four, with <paramref name="torque"/> newton metres on the joint between the links.</summary>
    internal AcrobotState Advance(double torque)
    {
        var k1 = Derivative(torque);
        var k2 = Plus(Interval / 2, k1).Derivative(torque);
        var k3 = Plus(Interval / 2, k2).Derivative(torque);
        var k4 = Plus(Interval, k3).Derivative(torque);
        return new AcrobotState(
            Wrap(Angle1 + Interval / 6 * (k1.Angle1 + 2 * k2.Angle1 + 2 * k3.Angle1 + k4.Angle1)),
            Wrap(Angle2 + Interval / 6 * (k1.Angle2 + 2 * k2.Angle2 + 2 * k3.Angle2 + k4.Angle2)),
            Math.Clamp(Velocity1 + Interval / 6 * (k1.Velocity1 + 2 * k2.Velocity1 + 2 * k3.Velocity1 + k4.Velocity1), -SpeedLimit1, SpeedLimit1),
            Math.Clamp(Velocity2 + Interval / 6 * (k1.Velocity2 + 2 * k2.Velocity2 + 2 * k3.Velocity2 + k4.Velocity2), -SpeedLimit2, SpeedLimit2));
    }

    private AcrobotState Plus(double step, AcrobotState slope) => new(
        Angle1 + step * slope.Angle1, Angle2 + step * slope.Angle2, Velocity1 + step * slope.Velocity1, Velocity2 + step * slope.Velocity2);

    /// <summary>How fast each number changes.</summary>
    private AcrobotState Derivative(double torque)
    {
        var (sin2, cos2) = Math.SinCos(Angle2);
        const double centre = Mass * ToCentre * ToCentre, coupling = Mass * Length * ToCentre;
        var d1 = centre + Mass * (Length * Length + ToCentre * ToCentre + 2 * Length * ToCentre * cos2) + Inertia + Inertia;
        var d2 = Mass * (ToCentre * ToCentre + Length * ToCentre * cos2) + Inertia;
        var phi2 = Mass * ToCentre * Gravity * Math.Cos(Angle1 + Angle2 - Math.PI / 2);
        var phi1 = -coupling * Velocity2 * Velocity2 * sin2 - 2 * coupling * Velocity2 * Velocity1 * sin2
            + (Mass * ToCentre + Mass * Length) * Gravity * Math.Cos(Angle1 - Math.PI / 2) + phi2;
        var acceleration2 = (torque + d2 / d1 * phi1 - coupling * Velocity1 * Velocity1 * sin2 - phi2) / (centre + Inertia - d2 * d2 / d1);
        return new AcrobotState(Velocity1, Velocity2, -(d2 * acceleration2 + phi1) / d1, acceleration2);
    }

    private static double Wrap(double angle)
    {
        while (angle > Math.PI) angle -= Math.Tau;
        while (angle < -Math.PI) angle += Math.Tau;
        return angle;
    }
}

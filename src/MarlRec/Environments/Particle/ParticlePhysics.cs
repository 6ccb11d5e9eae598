using MarlRec.Execution;

namespace MarlRec.Environments.Particle;

/// <summary>Discs that are pushed, push each other where they touch, and are slowed down by the medium. The plane is endless.</summary>
/// <remarks>Two coordinates lie side by side: x of body i at 2i, y at 2i + 1. State is held in double precision.</remarks>
internal sealed class ParticlePhysics
{
    private const double Interval = 0.1, Damping = 0.25, ContactForce = 100, ContactMargin = 1e-3;

    // From here on 1 + exp(-gap / margin) rounds to 1, so that leaving the pair out changes no bit.
    private const double ContactReach = 37 * ContactMargin;

    private readonly Body[] _bodies;
    private readonly double[] _positions;
    private readonly double[] _velocities;
    private readonly double[] _forces;
    private readonly (int A, int B)[] _pairs;

    internal ParticlePhysics(Body[] bodies)
    {
        _bodies = bodies;
        _positions = new double[2 * bodies.Length];
        _velocities = new double[2 * bodies.Length];
        _forces = new double[2 * bodies.Length];
        var pairs = new List<(int, int)>();
        for (var a = 0; a < bodies.Length; a++)
            for (var b = a + 1; b < bodies.Length; b++)
                if (bodies[a].Collides && bodies[b].Collides && (bodies[a].Moves || bodies[b].Moves)) pairs.Add((a, b));
        _pairs = [.. pairs];
    }

    internal ReadOnlySpan<Body> Bodies => _bodies;

    internal ReadOnlySpan<double> Positions => _positions;

    internal ReadOnlySpan<double> Velocities => _velocities;

    /// <summary>Puts a body, at rest, anywhere in the square of ±<paramref name="reach"/>.</summary>
    internal void Place(int body, double reach, RandomStream random)
    {
        for (var i = 2 * body; i < 2 * body + 2; i++)
        {
            _positions[i] = random.NextUniform(-reach, reach);
            _velocities[i] = 0;
        }
    }

    /// <summary>Puts a body into a state of the caller's choice.</summary>
    internal void Set(int body, double x, double y, double velocityX, double velocityY)
    {
        (_positions[2 * body], _positions[2 * body + 1]) = (x, y);
        (_velocities[2 * body], _velocities[2 * body + 1]) = (velocityX, velocityY);
    }

    /// <summary>Notes a body's own push for the next step: 0 none, 1 left, 2 right, 3 down, 4 up.</summary>
    internal void Push(int body, int action)
    {
        if (action == 0) return;
        var force = _bodies[body].Acceleration;
        _forces[2 * body + ((action - 1) >> 1)] = (action & 1) != 0 ? -force : force;
    }

    internal double SquaredDistance(int a, int b)
    {
        var x = _positions[2 * a] - _positions[2 * b];
        var y = _positions[2 * a + 1] - _positions[2 * b + 1];
        return x * x + y * y;
    }

    internal double Distance(int a, int b) => Math.Sqrt(SquaredDistance(a, b));

    /// <summary>Whether two discs overlap.</summary>
    internal bool Touch(int a, int b)
    {
        var reach = _bodies[a].Radius + _bodies[b].Radius;
        return SquaredDistance(a, b) < reach * reach;
    }

    /// <summary>One step under the pushes noted since the last, which are then forgotten.</summary>
    internal void Step(IntegrationOrder order)
    {
        foreach (var (a, b) in _pairs) Contact(a, b);
        for (var body = 0; body < _bodies.Length; body++)
            if (_bodies[body].Moves) Integrate(body, order);
        Array.Clear(_forces);
    }

    private void Contact(int a, int b)
    {
        var reach = _bodies[a].Radius + _bodies[b].Radius;
        var squared = SquaredDistance(a, b);
        // Coinciding centres have no direction to push in.
        if (squared > (reach + ContactReach) * (reach + ContactReach) || squared == 0) return;
        var distance = Math.Sqrt(squared);
        var depth = (reach - distance) / ContactMargin;
        var penetration = ContactMargin * (Math.Max(depth, 0) + Math.Log(1 + Math.Exp(-Math.Abs(depth))));
        for (var axis = 0; axis < 2; axis++)
        {
            var force = ContactForce * (_positions[2 * a + axis] - _positions[2 * b + axis]) / distance * penetration;
            _forces[2 * a + axis] += force;
            _forces[2 * b + axis] -= force;
        }
    }

    private void Integrate(int body, IntegrationOrder order)
    {
        var (i, j) = (2 * body, 2 * body + 1);
        if (order == IntegrationOrder.PositionFirst) Move();
        var x = _velocities[i] * (1 - Damping) + _forces[i] * Interval;
        var y = _velocities[j] * (1 - Damping) + _forces[j] * Interval;
        var limit = _bodies[body].MaxSpeed;
        if (x * x + y * y > limit * limit)
        {
            var scale = limit / Math.Sqrt(x * x + y * y);
            x *= scale;
            y *= scale;
        }

        (_velocities[i], _velocities[j]) = (x, y);
        if (order == IntegrationOrder.VelocityFirst) Move();

        void Move()
        {
            _positions[i] += _velocities[i] * Interval;
            _positions[j] += _velocities[j] * Interval;
        }
    }
}

namespace MarlRec.Environments.Particle;

/// <summary>The physics as a text book would write it: one body, one pair, one axis at a time. The oracle of <see cref="ParticlePhysics"/>.</summary>
internal sealed class NaiveParticles(Body[] bodies)
{
    public (double X, double Y)[] Positions { get; } = new (double, double)[bodies.Length];

    public (double X, double Y)[] Velocities { get; } = new (double, double)[bodies.Length];

    public void Step(int[] actions, IntegrationOrder order)
    {
        var forces = new (double X, double Y)[bodies.Length];
        for (var i = 0; i < actions.Length; i++)
        {
            var push = bodies[i].Acceleration;
            forces[i] = actions[i] switch { 1 => (-push, 0), 2 => (push, 0), 3 => (0, -push), 4 => (0, push), _ => (0, 0) };
        }

        for (var i = 0; i < bodies.Length; i++)
        {
            for (var j = 0; j < bodies.Length; j++)
            {
                if (i == j || !bodies[i].Collides || !bodies[j].Collides) continue;
                var (dx, dy) = (Positions[i].X - Positions[j].X, Positions[i].Y - Positions[j].Y);
                var distance = Math.Sqrt(dx * dx + dy * dy);
                var depth = (bodies[i].Radius + bodies[j].Radius - distance) / 1e-3;
                var penetration = 1e-3 * (depth > 0 ? depth + Math.Log(1 + Math.Exp(-depth)) : Math.Log(1 + Math.Exp(depth)));
                forces[i] = (forces[i].X + 100 * dx / distance * penetration, forces[i].Y + 100 * dy / distance * penetration);
            }
        }

        for (var i = 0; i < bodies.Length; i++)
        {
            if (!bodies[i].Moves) continue;
            if (order == IntegrationOrder.PositionFirst) Move(i);
            var (x, y) = (0.75 * Velocities[i].X + 0.1 * forces[i].X, 0.75 * Velocities[i].Y + 0.1 * forces[i].Y);
            var speed = Math.Sqrt(x * x + y * y);
            Velocities[i] = speed > bodies[i].MaxSpeed ? (x / speed * bodies[i].MaxSpeed, y / speed * bodies[i].MaxSpeed) : (x, y);
            if (order == IntegrationOrder.VelocityFirst) Move(i);
        }
    }

    private void Move(int i) => Positions[i] = (Positions[i].X + 0.1 * Velocities[i].X, Positions[i].Y + 0.1 * Velocities[i].Y);
}

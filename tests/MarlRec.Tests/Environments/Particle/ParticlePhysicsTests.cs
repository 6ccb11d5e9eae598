using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Environments.Particle;

public class ParticlePhysicsTests
{
    private static readonly Body[] Bodies =
    [
        new(0.15, Moves: true, Collides: true), new(0.2, Moves: true, Collides: true, Acceleration: 3, MaxSpeed: 0.6),
        new(0.1, Moves: true, Collides: false), new(0.2, Moves: false, Collides: true), Body.Landmark(0.05),
    ];

    [Property(MaxTest = 60)]
    public void StepsFollowTheNaiveVersion(ulong seed, bool positionFirst)
    {
        var order = positionFirst ? IntegrationOrder.PositionFirst : IntegrationOrder.VelocityFirst;
        var (physics, naive, random) = (new ParticlePhysics(Bodies), new NaiveParticles(Bodies), new RandomStream(seed));
        for (var body = 0; body < Bodies.Length; body++)
        {
            physics.Place(body, 0.4, random);
            naive.Positions[body] = (physics.Positions[2 * body], physics.Positions[2 * body + 1]);
        }

        for (var step = 0; step < 30; step++)
        {
            var actions = new int[3];
            for (var body = 0; body < 3; body++) physics.Push(body, actions[body] = random.Next(5));
            physics.Step(order);
            naive.Step(actions, order);
            for (var body = 0; body < Bodies.Length; body++)
            {
                Assert.Equal(naive.Positions[body].X, physics.Positions[2 * body], 1e-9);
                Assert.Equal(naive.Positions[body].Y, physics.Positions[2 * body + 1], 1e-9);
                Assert.Equal(naive.Velocities[body].X, physics.Velocities[2 * body], 1e-8);
                Assert.Equal(naive.Velocities[body].Y, physics.Velocities[2 * body + 1], 1e-8);
            }
        }
    }

    [Fact]
    public void OnePushMovesByTheKnownNumbers()
    {
        // Push 5 for 0.1 gives a velocity of 0.5, of which three quarters are left after each further step.
        double[] velocityFirst = [0.05, 0.0875, 0.115625], positionFirst = [0, 0.05, 0.0875];
        foreach (var (order, expected) in new[] { (IntegrationOrder.VelocityFirst, velocityFirst), (IntegrationOrder.PositionFirst, positionFirst) })
        {
            for (var action = 1; action <= 4; action++)
            {
                var physics = new ParticlePhysics([new Body(0.1, Moves: true, Collides: true)]);
                physics.Push(0, action);
                foreach (var distance in expected)
                {
                    physics.Step(order);
                    var (axis, sign) = action switch { 1 => (0, -1), 2 => (0, 1), 3 => (1, -1), _ => (1, 1) };
                    Assert.Equal(sign * distance, physics.Positions[axis], 1e-12);
                    Assert.Equal(0, physics.Positions[1 - axis]);
                }
            }
        }
    }

    [Fact]
    public void ContactsKeepTheMomentumAndObstaclesStay()
    {
        var physics = new ParticlePhysics([new Body(0.15, Moves: true, Collides: true), new Body(0.15, Moves: true, Collides: true), new Body(0.2, Moves: false, Collides: true)]);
        physics.Set(0, 0.1, 0.05, 0, 0);
        physics.Set(1, -0.1, 0, 0, 0);
        physics.Set(2, 5, 5, 0, 0);
        physics.Step(IntegrationOrder.VelocityFirst);
        Assert.True(physics.Velocities[0] > 0.5);
        Assert.Equal(0, physics.Velocities[0] + physics.Velocities[2], 1e-12);
        Assert.Equal(0, physics.Velocities[1] + physics.Velocities[3], 1e-12);
        physics.Set(0, 5.1, 5, 0, 0);
        physics.Step(IntegrationOrder.VelocityFirst);
        Assert.Equal((5, 5), (physics.Positions[4], physics.Positions[5]));
        Assert.True(physics.Positions[0] > 5.1);
        // Coinciding centres: no direction, no push, no NaN.
        physics.Set(0, 5, 5, 0, 0);
        physics.Step(IntegrationOrder.VelocityFirst);
        Assert.Equal((5, 5), (physics.Positions[0], physics.Positions[1]));
    }
}

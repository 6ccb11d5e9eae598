using MarlRec.Execution;

namespace MarlRec.Environments.Particle;

/// <summary>Predator and prey: slow predators hunt faster prey between obstacles.</summary>
/// <remarks>
/// <para>In each step and for each predator that touches a prey, that prey loses 10 and every predator earns 10. A prey also loses for leaving the square:
/// in each axis nothing up to 0.9, then 10 (x − 0.9) up to 1, then exp(2x − 2), at most 10. Predators: radius 0.075, push 3, speed up to 1. Prey: 0.05, 4,
/// 1.3. Obstacles: radius 0.2. Agents start uniform in ±1, obstacles in ±0.9.</para>
/// <para>Observation: own velocity 2, own position 2, obstacles, other agents, and the velocities of the prey, without one's own. With the defaults 16 for a
/// predator and 14 for the prey.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class Tag : ParticleEnvironment
{
    private readonly int _predators;
    private readonly int _agents;
    private readonly int _obstacles;

    /// <summary>Builds the world.</summary>
    /// <param name="options">How it goes, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid (see <see cref="TagOptions.Validate"/>).</exception>
    public Tag(TagOptions? options = null)
        : base("Tag", options = Checked(options ?? new TagOptions()), Make(options), Sizes(options), Filled(options.Predators + options.Prey, 5))
    {
        _predators = options.Predators;
        _agents = options.Predators + options.Prey;
        _obstacles = options.Obstacles;
    }

    private protected override void Start(RandomStream random)
    {
        for (var agent = 0; agent < _agents; agent++) Physics.Place(agent, 1, random);
        for (var obstacle = 0; obstacle < _obstacles; obstacle++) Physics.Place(_agents + obstacle, 0.9, random);
    }

    private protected override void Reward(Span<float> rewards)
    {
        var catches = 0;
        for (var prey = _predators; prey < _agents; prey++)
        {
            var caught = 0;
            for (var predator = 0; predator < _predators; predator++)
                if (Physics.Touch(predator, prey)) caught++;
            catches += caught;
            rewards[prey] = (float)(-10 * caught - Outside(Physics.Positions[2 * prey]) - Outside(Physics.Positions[2 * prey + 1]));
        }

        rewards[.._predators].Fill(10 * catches);
    }

    private protected override void See(int agent, ref ObservationWriter writer)
    {
        writer.AddOwnVelocity();
        writer.AddOwnPosition();
        writer.AddRelative(_agents, _obstacles);
        writer.AddRelative(0, _agents);
        for (var prey = _predators; prey < _agents; prey++)
            if (prey != agent) writer.AddVelocity(prey);
    }

    private protected override (char Symbol, string Colour) Look(int body)
    {
        if (body < _predators) return ((char)('0' + body % 10), "#d95959");
        return body < _agents ? ('P', "#59d959") : ('#', "#404040");
    }

    private static double Outside(double coordinate)
    {
        var x = Math.Abs(coordinate);
        if (x < 0.9) return 0;
        return x < 1 ? (x - 0.9) * 10 : Math.Min(Math.Exp(2 * x - 2), 10);
    }

    private static Body[] Make(TagOptions options)
    {
        var bodies = new Body[options.Predators + options.Prey + options.Obstacles];
        bodies.AsSpan(0, options.Predators).Fill(new Body(0.075, Moves: true, Collides: true, Acceleration: 3, MaxSpeed: 1));
        bodies.AsSpan(options.Predators, options.Prey).Fill(new Body(0.05, Moves: true, Collides: true, Acceleration: 4, MaxSpeed: 1.3));
        bodies.AsSpan(options.Predators + options.Prey).Fill(new Body(0.2, Moves: false, Collides: true));
        return bodies;
    }

    private static int[] Sizes(TagOptions options)
    {
        var common = 4 + 2 * options.Obstacles + 2 * (options.Predators + options.Prey - 1);
        var sizes = Filled(options.Predators + options.Prey, common + 2 * options.Prey);
        sizes.AsSpan(options.Predators).Fill(common + 2 * (options.Prey - 1));
        return sizes;
    }
}

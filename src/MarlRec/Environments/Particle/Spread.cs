using MarlRec.Execution;

namespace MarlRec.Environments.Particle;

/// <summary>Cooperative navigation: the team is to cover all landmarks, and its members are not to run into each other.</summary>
/// <remarks>
/// <para>The distance term of a step is minus the sum, over landmarks, of the distance to the nearest agent; a collision costs 1. How they become rewards
/// is <see cref="SpreadOptions.LocalRatio"/>. Bodies start uniform in ±1; agents have radius 0.15, landmarks do not collide.</para>
/// <para>Observation [6N]: own velocity 2, own position 2, landmarks 2N, other agents 2(N − 1), and 2(N − 1) zeros where the original has the words of agents
/// that never speak.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class Spread : ParticleEnvironment
{
    private readonly int _count;
    private readonly double? _localRatio;

    /// <summary>Builds the world.</summary>
    /// <param name="options">How it goes, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid (see <see cref="SpreadOptions.Validate"/>).</exception>
    public Spread(SpreadOptions? options = null)
        : base("Spread", options = Checked(options ?? new SpreadOptions()), Make(options.Agents), Filled(options.Agents, 6 * options.Agents), Filled(options.Agents, 5))
    {
        _count = options.Agents;
        _localRatio = options.LocalRatio;
    }

    private protected override void Start(RandomStream random)
    {
        for (var body = 0; body < 2 * _count; body++) Physics.Place(body, 1, random);
    }

    private protected override void Reward(Span<float> rewards)
    {
        var distances = 0.0;
        for (var landmark = _count; landmark < 2 * _count; landmark++)
        {
            var nearest = double.PositiveInfinity;
            for (var agent = 0; agent < _count; agent++) nearest = Math.Min(nearest, Physics.SquaredDistance(agent, landmark));
            distances -= Math.Sqrt(nearest);
        }

        var total = 0;
        for (var agent = 0; agent < _count; agent++)
        {
            var collisions = 0;
            for (var other = 0; other < _count; other++)
                if (other != agent && Physics.Touch(agent, other)) collisions++;
            total += collisions;
            if (_localRatio is { } ratio) rewards[agent] = (float)((1 - ratio) * distances - ratio * collisions);
        }

        if (_localRatio is null) rewards.Fill((float)(_count * distances - total - _count));
    }

    private protected override void See(int agent, ref ObservationWriter writer)
    {
        writer.AddOwnVelocity();
        writer.AddOwnPosition();
        writer.AddRelative(_count, _count);
        writer.AddRelative(0, _count);
        for (var i = 0; i < 2 * (_count - 1); i++) writer.Add(0);
    }

    private protected override (char Symbol, string Colour) Look(int body) =>
        body < _count ? ((char)('0' + body % 10), "#5959d9") : ((char)('A' + (body - _count) % 26), "#a0a0a0");

    private static Body[] Make(int count)
    {
        var bodies = new Body[2 * count];
        bodies.AsSpan(0, count).Fill(new Body(0.15, Moves: true, Collides: true));
        bodies.AsSpan(count).Fill(Body.Landmark(0.05));
        return bodies;
    }
}

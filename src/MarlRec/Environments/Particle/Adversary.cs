using MarlRec.Execution;

namespace MarlRec.Environments.Particle;

/// <summary>Physical deception: the good agents know which landmark is the goal and should be near it without showing it to agent 0, the adversary, who does not know.</summary>
/// <remarks>
/// <para>Every good agent earns the adversary's distance to the goal minus that of the good agent nearest to it; the adversary earns minus its squared
/// distance or its distance (<see cref="AdversaryOptions.SquaredDistance"/>). Bodies start uniform in ±1 and do not collide.</para>
/// <para>Observation of the adversary [4N]: landmarks 2N, other agents 2N. Of a good agent [4N + 2]: the goal 2, landmarks 2N, other agents 2N, the adversary first.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class Adversary : ParticleEnvironment
{
    private readonly int _good;
    private readonly bool _squared;
    private int _goal;

    /// <summary>Builds the world.</summary>
    /// <param name="options">How it goes, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid (see <see cref="AdversaryOptions.Validate"/>).</exception>
    public Adversary(AdversaryOptions? options = null)
        : base("Adversary", options = Checked(options ?? new AdversaryOptions()), Make(options.GoodAgents), Sizes(options.GoodAgents), Filled(options.GoodAgents + 1, 5))
    {
        _good = options.GoodAgents;
        _squared = options.SquaredDistance;
    }

    private int FirstLandmark => _good + 1;

    private protected override void Start(RandomStream random)
    {
        _goal = FirstLandmark + random.Next(_good);
        for (var body = 0; body < FirstLandmark + _good; body++) Physics.Place(body, 1, random);
    }

    private protected override void Reward(Span<float> rewards)
    {
        var nearest = double.PositiveInfinity;
        for (var agent = 1; agent <= _good; agent++) nearest = Math.Min(nearest, Physics.SquaredDistance(agent, _goal));
        var adversary = Physics.Distance(0, _goal);
        rewards.Fill((float)(adversary - Math.Sqrt(nearest)));
        rewards[0] = (float)(_squared ? -adversary * adversary : -adversary);
    }

    private protected override void See(int agent, ref ObservationWriter writer)
    {
        if (agent > 0) writer.AddRelative(_goal);
        writer.AddRelative(FirstLandmark, _good);
        writer.AddRelative(0, _good + 1);
    }

    private protected override (char Symbol, string Colour) Look(int body)
    {
        if (body == 0) return ('X', "#d95959");
        if (body <= _good) return ((char)('0' + body % 10), "#5959d9");
        return body == _goal ? ('G', "#26a626") : ('o', "#404040");
    }

    private static Body[] Make(int good)
    {
        var bodies = new Body[2 * good + 1];
        bodies.AsSpan(0, good + 1).Fill(new Body(0.15, Moves: true, Collides: false));
        bodies.AsSpan(good + 1).Fill(Body.Landmark(0.08));
        return bodies;
    }

    private static int[] Sizes(int good)
    {
        var sizes = Filled(good + 1, 4 * good + 2);
        sizes[0] = 4 * good;
        return sizes;
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments.Particle;

/// <summary>Cooperative communication: agent 0, the speaker, knows which of three landmarks is the goal and cannot move; agent 1, the listener, can move and does not know.</summary>
/// <remarks>
/// <para>Each earns minus the squared distance of the listener to the goal; the sum of the two is the number that is published. The speaker's action, one of
/// three words, is heard in the next observation; before the first step there is silence. Bodies start uniform in ±1 and do not collide.</para>
/// <para>Observation of the speaker [3]: the goal's colour. Of the listener [11]: own velocity 2, landmarks 6, the last word, one-hot, 3.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class SpeakerListener : ParticleEnvironment
{
    private const int Speaker = 0, Listener = 1, FirstLandmark = 2, Landmarks = 3;
    private const float Bright = 0.65f, Dark = 0.15f;

    private int _goal;
    private int _word = -1;

    /// <summary>Builds the world.</summary>
    /// <param name="options">How it goes, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid (see <see cref="ParticleOptions.Validate"/>).</exception>
    public SpeakerListener(SpeakerListenerOptions? options = null)
        : base(
            "SpeakerListener",
            Checked(options ?? new SpeakerListenerOptions()),
            [
                new Body(0.075, Moves: false, Collides: false), new Body(0.075, Moves: true, Collides: false),
                Body.Landmark(0.04), Body.Landmark(0.04), Body.Landmark(0.04),
            ],
            [3, 2 + 2 * Landmarks + 3],
            [3, 5])
    {
    }

    private protected override void Start(RandomStream random)
    {
        _goal = random.Next(Landmarks);
        _word = -1;
        for (var body = 0; body < FirstLandmark + Landmarks; body++) Physics.Place(body, 1, random);
    }

    private protected override void Act(int agent, int action)
    {
        if (agent == Listener) Physics.Push(Listener, action);
        else _word = action;
    }

    private protected override void Reward(Span<float> rewards) => rewards.Fill((float)-Physics.SquaredDistance(Listener, FirstLandmark + _goal));

    private protected override void See(int agent, ref ObservationWriter writer)
    {
        if (agent == Speaker)
        {
            for (var colour = 0; colour < Landmarks; colour++) writer.Add(colour == _goal ? Bright : Dark);
            return;
        }

        writer.AddOwnVelocity();
        writer.AddRelative(FirstLandmark, Landmarks);
        for (var word = 0; word < 3; word++) writer.Add(word == _word ? 1 : 0);
    }

    private protected override (char Symbol, string Colour) Look(int body) => body switch
    {
        Speaker => ('S', "#808080"),
        Listener => ('L', "#808080"),
        _ => ((char)((body - FirstLandmark == _goal ? 'A' : 'a') + body - FirstLandmark), body switch { FirstLandmark => "#a62626", FirstLandmark + 1 => "#26a626", _ => "#2626a6" }),
    };
}

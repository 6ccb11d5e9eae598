namespace MarlRec.Environments.Particle;

public class ParticleGoldenTests
{
    private const double Tolerance = 2e-6;

    [Fact]
    public void EpisodesEqualTheOriginals()
    {
        var golden = new GoldenEpisodes("particles");
        var worlds = 0;
        while (golden.Has("world"))
        {
            var head = golden.Take("world");
            var world = Make(head[0], Enum.Parse<IntegrationOrder>(head[1]));
            var buffers = new StepBuffers(world.Spec);
            world.Reset(0, buffers);
            if (world is SpeakerListener speaker) speaker.Goal = head[2][0] - '0';
            if (world is Adversary adversary) adversary.Goal = 3 + head[2][0] - '0';
            var places = golden.TakeNumbers("bodies");
            for (var body = 0; body < places.Length / 2; body++) world.Physics.Set(body, places[2 * body], places[2 * body + 1], 0, 0);
            world.Observe(buffers);
            golden.AssertSeen(buffers, Tolerance);
            while (golden.Has("step")) Step(golden, world, buffers);
            worlds++;
        }

        Assert.Equal(16, worlds);
    }

    private static void Step(GoldenEpisodes golden, ParticleEnvironment world, StepBuffers buffers)
    {
        var line = golden.TakeNumbers("step");
        var agents = world.Spec.AgentCount;
        world.Step(Array.ConvertAll(line[..agents], action => (int)action), buffers);
        var rewards = line[agents..];
        // The original's environment adds up what the members of a team earn; the fixture has each one's own.
        if (world is Spread) Array.Fill(rewards, rewards.Sum());
        for (var agent = 0; agent < agents; agent++) Assert.Equal(rewards[agent], buffers.Rewards[agent], Tolerance * Math.Max(1, Math.Abs(rewards[agent])));
        golden.AssertSeen(buffers, Tolerance);
    }

    private static ParticleEnvironment Make(string name, IntegrationOrder order) => name switch
    {
        "simple_spread" => new Spread(new SpreadOptions { Order = order }),
        "simple_speaker_listener" => new SpeakerListener(new SpeakerListenerOptions { Order = order }),
        "simple_adversary" => new Adversary(new AdversaryOptions { Order = order }),
        _ => new Tag(new TagOptions { Order = order }),
    };
}

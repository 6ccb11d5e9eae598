using MarlRec.Environments;
using MarlRec.Environments.Particle;
using MarlRec.Learning.Training;

namespace MarlRec.Learning.Baselines;

/// <summary>What the floors and ceilings of the multi-agent worlds measure. "Anchor" is what an independent simulation of the same dynamics gave.</summary>
public class BaselineScoreTests
{
    private static readonly SpreadOptions PaperPositionFirst = new() { Order = IntegrationOrder.PositionFirst };

    /// <summary>The published unit of spread is one agent's shared return, which is the mean over agents; the others are sums over agents.</summary>
    public static TheoryData<string, double, double> Particles => new()
    {
        // The anchor's standard error is in the third column.
        { "spread random", -232.9, 0.9 },
        { "spread random, position first", -234.1, 0.9 },
        { "spread scripted", -112.6, 0.6 },
        { "spread scripted, position first", -120.2, 0.7 },
        { "speaker-listener random", -80.9, 1 },
    };

    [Theory]
    [MemberData(nameof(Particles))]
    public void ParticleWorldsScoreAsAnIndependentSimulation(string name, double anchor, double anchorError)
    {
        var (policy, world, scale) = Make(name);
        var result = PolicyEvaluation.Evaluate(policy, world, 1500, 1);
        var error = Math.Sqrt(scale * scale * result.StandardError * result.StandardError + anchorError * anchorError);
        Assert.InRange(scale * result.MeanReturn, anchor - 3 * error, anchor + 3 * error);
    }

    [Theory]
    [InlineData("spread scripted", -122.5)]
    [InlineData("spread scripted, position first", -129.2)]
    [InlineData("spread scripted, PettingZoo", -27.1)]
    [InlineData("speaker-listener scripted", -15.3)]
    [InlineData("speaker-listener scripted, position first", -18)]
    public void ScriptedPoliciesReachTheKnownCeilings(string name, double ceiling)
    {
        var (policy, world, scale) = Make(name);
        var result = PolicyEvaluation.Evaluate(policy, world, 1000, 1);
        Assert.True(scale * (result.MeanReturn + 3 * result.StandardError) > ceiling, $"{name}: {scale * result.MeanReturn} ± {scale * result.StandardError}, but {ceiling} was expected");
    }

    [Fact]
    public void ScriptedSidesBeatRandomOnes()
    {
        // Against a random other side: predators catch more, the prey is caught less, the good agents keep the adversary in the dark.
        Assert.True(Score(new Tag(), new TagPolicy(), new RandomPolicy(), [0, 1, 2]) > 3 * Score(new Tag(), new RandomPolicy(), new RandomPolicy(), [0, 1, 2]));
        Assert.True(Score(new Tag(), new TagPolicy(), new RandomPolicy(), [3]) > Score(new Tag(), new RandomPolicy(), new RandomPolicy(), [3]) + 5);
        Assert.True(Score(new Adversary(), new AdversaryPolicy(), new RandomPolicy(), [1, 2]) > Score(new Adversary(), new RandomPolicy(), new RandomPolicy(), [1, 2]) + 5);
        Assert.True(Score(new Adversary(), new AdversaryPolicy(), new RandomPolicy(), [0]) > Score(new Adversary(), new RandomPolicy(), new RandomPolicy(), [0]) + 5);
    }

    private static (IPolicy Policy, IEnvironment World, double Scale) Make(string name) => name switch
    {
        "spread random" => (new RandomPolicy(), new Spread(), 1),
        "spread random, position first" => (new RandomPolicy(), new Spread(PaperPositionFirst), 1),
        "spread scripted" => (new SpreadPolicy(), new Spread(), 1),
        "spread scripted, position first" => (new SpreadPolicy(PaperPositionFirst), new Spread(PaperPositionFirst), 1),
        "spread scripted, PettingZoo" => (new SpreadPolicy(SpreadOptions.PettingZoo), new Spread(SpreadOptions.PettingZoo), 3),
        "speaker-listener random" => (new RandomPolicy(), new SpeakerListener(), 2),
        "speaker-listener scripted" => (new SpeakerListenerPolicy(), new SpeakerListener(), 2),
        _ => (new SpeakerListenerPolicy(SpeakerListenerOptions.PettingZoo), new SpeakerListener(SpeakerListenerOptions.PettingZoo), 2),
    };

    private static double Score(IEnvironment world, IPolicy side, IPolicy others, int[] members)
    {
        var buffers = new StepBuffers(world.Spec);
        var (actions, ours) = (new int[world.Spec.AgentCount], new int[world.Spec.AgentCount]);
        var random = new Execution.RandomStream(5);
        var sum = 0.0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            world.Reset(seed, buffers);
            while (!buffers.IsEpisodeOver)
            {
                others.Act(buffers, random, actions);
                side.Act(buffers, random, ours);
                foreach (var agent in members) actions[agent] = ours[agent];
                world.Step(actions, buffers);
                foreach (var agent in members) sum += buffers.Rewards[agent];
            }
        }

        return sum / 300 / members.Length;
    }
}

using MarlRec.Environments;
using MarlRec.Environments.Foraging;
using MarlRec.Environments.Particle;
using MarlRec.Environments.Warehouse;
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

    /// <summary>Random floors: the third version's by the original package, the first's by an independent simulation; ceilings by an independent scripted policy.</summary>
    [Theory]
    [InlineData("Foraging-8x8-2p-2f-coop-v1", 0.005, 0.001, 0.99)]
    [InlineData("Foraging-10x10-3p-3f-v1", 0.151, 0.004, 0.974)]
    [InlineData("Foraging-15x15-3p-5f-v1", 0.067, 0.003, 0.857)]
    [InlineData("Foraging-15x15-4p-3f-v1", 0.118, 0.004, 0.991)]
    [InlineData("Foraging-15x15-4p-5f-v1", 0.112, 0.003, 0.977)]
    [InlineData("Foraging-10x10-3p-3f-v3", 0.0897, 0.0048, 0.903)]
    [InlineData("Foraging-15x15-4p-5f-v3", 0.0675, 0.0033, 0.863)]
    public void ForagingHasItsFloorsAndCeilings(string name, double floor, double floorError, double ceiling)
    {
        var options = ForagingOptions.FromName(name);
        var world = new LevelBasedForaging(options);
        var random = PolicyEvaluation.Evaluate(new RandomPolicy(), world, 1500, 1);
        var error = Math.Sqrt(options.Players * options.Players * random.StandardError * random.StandardError + floorError * floorError);
        Assert.InRange(options.Players * random.MeanReturn, floor - 3 * error, floor + 3 * error);
        var scripted = PolicyEvaluation.Evaluate(new ForagingPolicy(options), world, 300, 1);
        Assert.True(options.Players * scripted.MeanReturn >= ceiling, $"{options.Players * scripted.MeanReturn}");
    }

    [Theory]
    [InlineData(2, 25)]
    [InlineData(4, 45)]
    public void WarehouseAgentsKeepOutOfEachOthersWay(int agents, int least)
    {
        var options = WarehouseOptions.Tiny(agents);
        var result = PolicyEvaluation.Evaluate(new WarehousePolicy(options), new RoboticWarehouse(options), 10, 1);
        Assert.True(result.Returns.Min() * agents >= least, $"{result.Returns.Min() * agents}");
    }

    [Fact]
    public void PoliciesRefuseOtherWorlds()
    {
        var buffers = new StepBuffers(new SpeakerListener(new SpeakerListenerOptions { MaxSteps = 3 }).Spec);
        var random = new Execution.RandomStream(1);
        foreach (var policy in new IPolicy[] { new SpreadPolicy(), new AdversaryPolicy(), new TagPolicy(), new ForagingPolicy(), new WarehousePolicy() })
        {
            Assert.Throws<ArgumentException>("observation", () => policy.Act(buffers, random, new int[2]));
            Assert.Throws<ArgumentNullException>("observation", () => policy.Act(null!, random, new int[2]));
        }

        Assert.Throws<ArgumentException>("actions", () => new SpeakerListenerPolicy().Act(buffers, random, new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>("Agents", () => new SpreadPolicy(new SpreadOptions { Agents = 9 }));
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

    private static double Score(IEnvironment world, IPolicy side, RandomPolicy others, int[] members)
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

using MarlRec.Environments.Foraging;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Particle;
using MarlRec.Environments.Warehouse;
using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Learning.Baselines;

namespace MarlRec.Environments.Pictures;

/// <summary>The film strips of the worlds' pages are what the worlds draw. <c>MARLREC_PICTURES=write</c> writes them.</summary>
public class DocumentationPictureTests
{
    private const string Variable = "MARLREC_PICTURES";

    private static ForagingOptions Foraging { get; } = ForagingOptions.FromName("Foraging-8x8-3p-3f-v3");

    public static TheoryData<string> Pictures => [.. Films.Keys];

    private static Dictionary<string, (Func<IEnvironment> World, IPolicy Policy, int[] Steps)> Films { get; } = new()
    {
        ["spread"] = (() => new Spread(), new SpreadPolicy(), [0, 6, 12, 24]),
        ["speaker-listener"] = (() => new SpeakerListener(), new SpeakerListenerPolicy(), [0, 6, 12, 24]),
        ["adversary"] = (() => new Adversary(), new AdversaryPolicy(), [0, 6, 12, 24]),
        ["tag"] = (() => new Tag(), new TagPolicy(), [0, 8, 16, 24]),
        ["foraging"] = (() => new LevelBasedForaging(Foraging), new ForagingPolicy(Foraging), [0, 3, 6, 9]),
        ["warehouse"] = (() => new RoboticWarehouse(), new WarehousePolicy(), [0, 10, 20, 30]),
        ["grid-world"] = (() => new GridWorld(), new RandomPolicy(), [0, 2, 4, 6]),
        ["frozen-lake"] = (() => new FrozenLake(), new RandomPolicy(), [0, 1, 2, 3]),
        ["cliff-walking"] = (() => new CliffWalking(), new RandomPolicy(), [0, 4]),
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void PicturesAreWhatTheWorldsDraw(string name)
    {
        var file = RepositoryFiles.At($"docs/pictures/{name}.svg");
        var film = Film(name);
        if (Environment.GetEnvironmentVariable(Variable) == "write") File.WriteAllText(file, film);
        Assert.Equal(film, File.ReadAllText(file));
        var pages = Directory.GetFiles(RepositoryFiles.At("docs"), "worlds-*.md");
        Assert.Contains(pages, page => File.ReadAllText(page).Contains($"pictures/{name}.svg", StringComparison.Ordinal));
    }

    private static string Film(string name)
    {
        var (make, policy, steps) = Films[name];
        var world = make();
        var (buffers, random, strip) = (new StepBuffers(world.Spec), new RandomStream(7), new FilmStrip());
        var actions = new int[world.Spec.AgentCount];
        world.Reset(2, buffers);
        for (var step = 0; step <= steps[^1]; step++)
        {
            if (steps.Contains(step)) strip.Add((ISvgRenderable)world, step == 0 ? "start" : $"step {step}");
            if (buffers.IsEpisodeOver) break;
            policy.Act(buffers, random, actions);
            world.Step(actions, buffers);
        }

        return strip.ToSvg();
    }
}

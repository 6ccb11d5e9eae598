using System.Globalization;
using System.Text;
using MarlRec.Environments.Bandits;
using MarlRec.Environments.Classic;

namespace MarlRec.Environments.Tables;

/// <summary>What docs/worlds-classic.md says of the worlds is so.</summary>
public class WorldPageTests
{
    private const string Picture = "<!-- picture: ";

    private static readonly string[] s_page = File.ReadAllLines(RepositoryFiles.At("docs/worlds-classic.md"));

    // By the page's first column; null where there is no exact optimum.
    private static readonly Dictionary<string, (Func<IEnvironment> Create, double? Optimum)> s_others = new()
    {
        ["`CartPole.V0()`"] = (CartPole.V0, 200),
        ["`CartPole.V1()`"] = (CartPole.V1, 500),
        ["`MountainCar.V0()`"] = (MountainCar.V0, null),
        ["`Acrobot.V1()`"] = (Acrobot.V1, null),
        ["`new BernoulliBandit([0.2, 0.8])`"] = (() => new BernoulliBandit([0.2, 0.8]), 800),
    };

    private static readonly Dictionary<string, string> s_tabular = new()
    {
        ["`new FrozenLake()`"] = "frozenlake 4x4",
        ["`new FrozenLake(FrozenLakeOptions.EightByEight)`"] = "frozenlake 8x8",
        ["`new CliffWalking()`"] = "cliff",
        ["`new CliffWalking(new() { Slippery = true })`"] = "cliff slippery",
        ["`new Taxi()`"] = "taxi",
        ["`new Taxi(new() { Rainy = true })`"] = "taxi rainy",
        ["`new Taxi(new() { Fickle = true })`"] = "taxi fickle",
        ["`new Blackjack()`"] = "blackjack sab",
        ["`new Blackjack(BlackjackRules.Plain)`"] = "blackjack plain",
        ["`new Blackjack(BlackjackRules.NaturalPaysMore)`"] = "blackjack natural",
    };

    [Fact]
    public void TableSaysWhatTheWorldsSay()
    {
        var rows = s_page.SkipWhile(line => !line.StartsWith("<!-- table", StringComparison.Ordinal)).SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToList();
        Assert.Equal(s_others.Count + s_tabular.Count, rows.Count);
        foreach (var row in rows) Assert.Equal(Describe(row[0]), row[1..]);
    }

    [Fact]
    public void PicturesAreTrue()
    {
        var pictures = 0;
        for (var line = 0; line < s_page.Length; line++)
        {
            if (!s_page[line].StartsWith(Picture, StringComparison.Ordinal)) continue;
            pictures++;
            var parts = s_page[line][Picture.Length..^" -->".Length].Split(", actions ");
            Assert.Equal("```text", s_page[line + 1]);
            Assert.Equal(Draw(parts[0], parts[1]), string.Concat(s_page.Skip(line + 2).TakeWhile(text => text != "```").Select(text => text + "\n")));
        }

        Assert.Equal(6, pictures);
    }

    private static string Draw(string name, string actions)
    {
        var world = TabularWorlds.ByName[name]();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        foreach (var action in actions.Split(' ')) world.Step([int.Parse(action, CultureInfo.InvariantCulture)], buffers);
        var text = new StringBuilder();
        ((ITextRenderable)world).Render(text);
        return text.ToString();
    }

    private static string[] Describe(string world)
    {
        IEnvironment environment;
        double? optimum;
        if (s_tabular.TryGetValue(world, out var name))
        {
            var tabular = TabularWorlds.ByName[name]();
            environment = tabular;
            optimum = DynamicProgram.AtStart(tabular.Model, DynamicProgram.Solve(tabular.Model, tabular.Spec.MaxSteps).Values);
        }
        else
        {
            (var create, optimum) = s_others[world];
            environment = create();
        }

        var spec = environment.Spec;
        return [spec.Name, spec.ObservationSpaces[0].ToString()!, Text(spec.ActionCount), Text(spec.MaxSteps), Text(spec.RewardThreshold), Text(optimum)];
    }

    private static string Text(double? number) => number is { } value ? Math.Round(value, 4).ToString(CultureInfo.InvariantCulture) : "";
}

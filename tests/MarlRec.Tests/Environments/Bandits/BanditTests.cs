using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Environments.Bandits;

public class BanditTests
{
    private static readonly Dictionary<string, Func<IBandit>> Worlds = new()
    {
        ["Bernoulli"] = () => new BernoulliBandit([0.1, 0.5, 0.9], 200),
        ["Bernoulli, drawn"] = () => BernoulliBandit.Random(5, new RandomStream(1), 1),
        ["Gaussian"] = () => new GaussianBandit([-1, 0, 2.5], 0.5, null),
        ["Testbed"] = () => GaussianBandit.Testbed(new RandomStream(2)),
        ["Linear"] = () => new LinearContextualBandit([[1, 0], [0, 1], [-1, 0.5]], 0.2, 200),
        ["Linear, drawn"] = () => LinearContextualBandit.Random(4, 6, new RandomStream(3)),
        ["Switching"] = () => new SwitchingBandit([new(0, [0.9, 0.1]), new(30, [0.2, 0.7]), new(31, [0.5, 0.5]), new(100, [0, 1])], 200),
        ["Switching, at random"] = () => SwitchingBandit.Random(3, 0.05, 200),
    };

    public static TheoryData<string> Names => [.. Worlds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void WorldsKeepTheContract(string name) => Assert.Empty(EnvironmentChecker.Check(Worlds[name], new EnvironmentCheckOptions { MaxSteps = 250 }));

    [Theory]
    [MemberData(nameof(Names))]
    public void RewardsAverageWhatIsExpected(string name)
    {
        var world = Worlds[name]();
        var buffers = new StepBuffers(world.Spec);
        var random = new RandomStream(4);
        double error = 0, squares = 0, regret = 0;
        const int pulls = 20_000;
        ulong episode = 0;
        world.Reset(episode, buffers);
        for (var i = 0; i < pulls; i++)
        {
            if (buffers.IsEpisodeOver) world.Reset(++episode, buffers);
            var arm = random.Next(world.Spec.ActionCount);
            var (expected, best) = (world.ExpectedRewards[arm], world.ExpectedRewards.ToArray().Max());
            var before = world.Regret;
            world.Step([arm], buffers);
            Assert.Equal(before + best - expected, world.Regret, 1e-9);
            regret += best - expected;
            var miss = buffers.Rewards[0] - expected;
            error += miss;
            squares += miss * miss;
        }

        Assert.InRange(Math.Abs(error), 0, 4.5 * Math.Sqrt(squares) + 1e-9);
        Assert.True(regret > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatTheAgentDoesChangesNothingInStore(string name)
    {
        var (one, other) = (Worlds[name](), Worlds[name]());
        StepBuffers here = new(one.Spec), there = new(other.Spec);
        one.Reset(9, here);
        other.Reset(9, there);
        for (var pull = 0; pull < 200 && !here.IsEpisodeOver; pull++)
        {
            Assert.Equal(one.ExpectedRewards.ToArray(), other.ExpectedRewards.ToArray());
            Assert.Equal(here.Observations.ToArray(), there.Observations.ToArray());
            one.Step([0], here);
            other.Step([pull % other.Spec.ActionCount], there);
        }
    }

    [Fact]
    public void LastPullTerminates()
    {
        var world = new BernoulliBandit([1, 0], 3);
        var buffers = new StepBuffers(world.Spec);
        world.Reset(0, buffers);
        for (var pull = 1; pull <= 3; pull++)
        {
            world.Step([pull % 2], buffers);
            Assert.Equal((pull == 3, false, pull == 2 ? 1f : 0f), (buffers.Terminated[0], buffers.Truncated[0], buffers.Rewards[0]));
        }

        Assert.Equal(2, world.Regret);
        world.Reset(0, buffers);
        Assert.Equal(0, world.Regret);
    }

    [Fact]
    public void SwitchesComeWhenTheyShould()
    {
        var world = Worlds["Switching"]();
        var buffers = new StepBuffers(world.Spec);
        foreach (var seed in (ulong[])[1, 2])
        {
            world.Reset(seed, buffers);
            for (var pull = 0; pull < 200; pull++)
            {
                double[] expected = pull < 30 ? [0.9, 0.1] : pull < 31 ? [0.2, 0.7] : pull < 100 ? [0.5, 0.5] : [0, 1];
                Assert.Equal(expected, world.ExpectedRewards.ToArray());
                world.Step([0], buffers);
            }
        }
    }

    [Fact]
    public void RandomSwitchesAreAsFrequentAsTheyShould()
    {
        var world = SwitchingBandit.Random(2, 0.02, 20_000);
        var buffers = new StepBuffers(world.Spec);
        world.Reset(3, buffers);
        var (changes, before) = (0, world.ExpectedRewards[0]);
        while (!buffers.IsEpisodeOver)
        {
            world.Step([0], buffers);
            if (world.ExpectedRewards[0] == before) continue;
            changes++;
            before = world.ExpectedRewards[0];
        }

        Assert.InRange(changes, 400 - 80, 400 + 80);
    }

    [Property(MaxTest = 50)]
    public bool ContextsAreUnitVectorsAndPayTheirProduct(ulong seed)
    {
        double[][] weights = [[0.3, -2, 1], [1, 1, 1]];
        var world = new LinearContextualBandit(weights, 0, 20);
        var buffers = new StepBuffers(world.Spec);
        world.Reset(seed, buffers);
        while (!buffers.IsEpisodeOver)
        {
            var context = buffers.Observation(0).ToArray();
            if (Math.Abs(context.Sum(x => x * x) - 1) > 1e-5) return false;
            world.Step([1], buffers);
            if (Math.Abs(buffers.Rewards[0] - context.Sum()) > 1e-5) return false;
        }

        return true;
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Throws<ArgumentNullException>("probabilities", () => new BernoulliBandit(null!));
        Assert.Throws<ArgumentException>("probabilities", () => new BernoulliBandit([]));
        foreach (var bad in (double[])[-0.1, 1.1, double.NaN]) Assert.Throws<ArgumentOutOfRangeException>("probabilities", () => new BernoulliBandit([0.5, bad]));
        Assert.Throws<ArgumentOutOfRangeException>("pulls", () => new BernoulliBandit([0.5], 0));
        Assert.Throws<ArgumentOutOfRangeException>("arms", () => BernoulliBandit.Random(0, new RandomStream(1)));
        Assert.Throws<ArgumentNullException>("random", () => BernoulliBandit.Random(2, null!));
        Assert.Throws<ArgumentOutOfRangeException>("means", () => new GaussianBandit([double.PositiveInfinity]));
        Assert.Throws<ArgumentOutOfRangeException>("deviation", () => new GaussianBandit([1], -1));
        Assert.Throws<ArgumentOutOfRangeException>("deviation", () => new GaussianBandit([1], double.NaN));
        Assert.Throws<ArgumentNullException>("random", () => GaussianBandit.Testbed(null!));
        Assert.Throws<ArgumentNullException>("weights", () => new LinearContextualBandit(null!));
        Assert.Throws<ArgumentNullException>("weights", () => new LinearContextualBandit([null!]));
        Assert.Throws<ArgumentException>("weights", () => new LinearContextualBandit([[1], [1, 2]]));
        Assert.Throws<ArgumentException>("weights", () => new LinearContextualBandit([[]]));
        Assert.Throws<ArgumentException>("weights", () => new LinearContextualBandit([[double.NaN]]));
        Assert.Throws<ArgumentOutOfRangeException>("deviation", () => new LinearContextualBandit([[1]], -1));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => LinearContextualBandit.Random(2, 0, new RandomStream(1)));
        Assert.Throws<ArgumentNullException>("phases", () => new SwitchingBandit(null!));
        Assert.Throws<ArgumentNullException>("phases", () => new SwitchingBandit([new(0, null!)]));
        Assert.Throws<ArgumentException>("phases", () => new SwitchingBandit([]));
        Assert.Throws<ArgumentException>("phases", () => new SwitchingBandit([new(1, [0.5])]));
        Assert.Throws<ArgumentException>("phases", () => new SwitchingBandit([new(0, [0.5]), new(0, [0.5])]));
        Assert.Throws<ArgumentException>("phases", () => new SwitchingBandit([new(0, [0.5]), new(5, [0.5, 0.5])]));
        Assert.Throws<ArgumentOutOfRangeException>("phases", () => new SwitchingBandit([new(0, [1.5])]));
        Assert.Throws<ArgumentOutOfRangeException>("switchProbability", () => SwitchingBandit.Random(2, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("arms", () => SwitchingBandit.Random(0, 0.5));
        Assert.Throws<InvalidOperationException>(() => new BernoulliBandit([0.5]).ExpectedRewards.Length);
    }
}

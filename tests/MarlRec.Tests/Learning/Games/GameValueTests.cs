using System.Globalization;
using FsCheck.Xunit;
using MarlRec.Environments;
using MarlRec.Environments.Extensive;
using MarlRec.Execution;

namespace MarlRec.Learning.Games;

public class GameValueTests
{
    private static readonly Lazy<GameTree> s_kuhn = new(() => GameTree.Build(new KuhnPoker()));
    private static readonly Lazy<GameTree> s_leduc = new(() => GameTree.Build(new LeducPoker()));

    public static TheoryData<string> Golden => [.. File.ReadLines(RepositoryFiles.At("tests/Fixtures/poker.csv")).Where(line => line[0] != '#')];

    [Fact]
    public void TreesHoldAllStates()
    {
        Assert.Equal(12, s_kuhn.Value.InformationSets.Count);
        Assert.Equal(936, s_leduc.Value.InformationSets.Count);
        foreach (var tree in (GameTree[])[s_kuhn.Value, s_leduc.Value])
        {
            Assert.Equal(GameWalk.All(tree.Game).Count(), tree.NodeCount);
            Assert.All(tree.InformationSets, set => Assert.Same(set, tree.Find(set.Player, set.InformationState)));
        }

        Assert.Equal([1, 2], s_leduc.Value.Find(0, "Js").Actions);
        Assert.Equal("1: 0b", s_kuhn.Value.Find(1, "0b").ToString());
    }

    /// <summary>Values that OpenSpiel's tests publish.</summary>
    [Fact]
    public void NashConvIsThePublishedOne()
    {
        Assert.Equal(11.0 / 12, NashConv.Of(TabularGamePolicy.Uniform(s_kuhn.Value)), 1e-12);
        Assert.Equal(11.0 / 24, NashConv.Exploitability(TabularGamePolicy.Uniform(s_kuhn.Value)), 1e-12);
        Assert.Equal(4.747222, NashConv.Of(TabularGamePolicy.Uniform(s_leduc.Value)), 5e-7);
        Assert.Equal(2, NashConv.Of(TabularGamePolicy.FirstLegal(s_kuhn.Value)), 1e-12);
        Assert.Equal(2, NashConv.Of(TabularGamePolicy.FirstLegal(s_leduc.Value)), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void ValuesEqualRationalArithmetic(string line)
    {
        var fields = line.Split(',');
        var numbers = fields[2..].Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        var tree = (fields[0] == "kuhn" ? s_kuhn : s_leduc).Value;
        var policy = fields[1] switch { "uniform" => TabularGamePolicy.Uniform(tree), "first_legal" => TabularGamePolicy.FirstLegal(tree), _ => Scrambled(tree) };
        var values = ExpectedReturns.Of(policy);
        Assert.Equal(numbers[0], values[0], 1e-12);
        Assert.Equal(-numbers[0], values[1], 1e-12);
        Assert.Equal(numbers[1], BestResponse.To(policy, 0).Value, 1e-12);
        Assert.Equal(numbers[2], BestResponse.To(policy, 1).Value, 1e-12);
        Assert.Equal(numbers[3], NashConv.Of(policy), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(1.0 / 3)]
    public void EquilibriaOfKuhnLoseOneEighteenthAndCannotBeExploited(double alpha)
    {
        var policy = KuhnEquilibrium.Of(s_kuhn.Value, alpha);
        Assert.Equal(-1.0 / 18, ExpectedReturns.Of(policy)[0], 1e-12);
        Assert.Equal(0, NashConv.Of(policy), 1e-12);
        Assert.True(NashConv.Of(KuhnEquilibrium.Of(s_kuhn.Value, 0).WithPlayer(0, TabularGamePolicy.Uniform(s_kuhn.Value))) > 0.1);
    }

    [Property(MaxTest = 5)]
    public void ValuesEqualEnumeration(ulong seed)
    {
        var policy = Random(s_kuhn.Value, new RandomStream(seed));
        var values = ExpectedReturns.Of(policy);
        var gain = 0.0;
        foreach (var player in (int[])[0, 1])
        {
            Assert.Equal(NaiveGame.Value(s_kuhn.Value.Game.Start(), policy, player), values[player], 1e-12);
            var best = NaiveGame.BestValue(policy, player);
            var response = BestResponse.To(policy, player);
            Assert.Equal(player, response.Player);
            Assert.Equal(best, response.Value, 1e-12);
            Assert.Equal(best, ExpectedReturns.Of(response.Policy)[player], 1e-12);
            gain += best - values[player];
        }

        Assert.Equal(gain, NashConv.Of(policy), 1e-12);
        Assert.Equal(0, values[0] + values[1], 1e-12);
    }

    [Property(MaxTest = 5)]
    public void NobodyDoesBetterThanTheBestResponse(ulong seed)
    {
        var random = new RandomStream(seed);
        var policy = Random(s_leduc.Value, random);
        var best = BestResponse.To(policy, 1);
        Assert.Equal(best.Value, ExpectedReturns.Of(best.Policy)[1], 1e-12);
        for (var i = 0; i < 5; i++) Assert.True(ExpectedReturns.Of(policy.WithPlayer(1, Random(s_leduc.Value, random)))[1] <= best.Value);
    }

    [Fact]
    public void WhatPlayersDoNotSeeTheyCannotUse()
    {
        var closed = GameTree.Build(new PenniesGame());
        Assert.Equal(2, closed.InformationSets.Count);
        Assert.Equal(0, NashConv.Of(TabularGamePolicy.Uniform(closed)), 1e-12);
        var open = GameTree.Build(new PenniesGame { Open = true });
        Assert.Equal(3, open.InformationSets.Count);
        Assert.Equal(1, NashConv.Of(TabularGamePolicy.Uniform(open)), 1e-12);
        Assert.Equal(0, NashConv.Of(BestResponse.To(TabularGamePolicy.Uniform(open), 1).Policy), 1e-12);
    }

    [Fact]
    public void RandomPlayOfTheEnvironmentEarnsTheExactValue()
    {
        var world = new ExtensiveGameEnvironment(new LeducPoker());
        var buffers = new StepBuffers(world.Spec);
        var random = new RandomStream(2);
        double sum = 0, squares = 0;
        const int episodes = 20_000;
        for (ulong seed = 0; seed < episodes; seed++)
        {
            for (world.Reset(seed, buffers); !buffers.IsEpisodeOver;)
            {
                var action = world.Spec.ActionSpaces[0].Sample(random, buffers.Mask(buffers.Acting.IndexOf(true)));
                world.Step([action, action], buffers);
            }

            sum += buffers.Rewards[0];
            squares += buffers.Rewards[0] * buffers.Rewards[0];
        }

        var error = Math.Sqrt((squares / episodes - sum / episodes * sum / episodes) / episodes);
        Assert.InRange(sum / episodes, -0.078125 - 4 * error, -0.078125 + 4 * error);
    }

    [Fact]
    public void GamesThatBreakRulesAreRefused()
    {
        Refuse(new PenniesGame { Coin = [0.5, 0.4] }, "sum to 0.9");
        Refuse(new PenniesGame { Coin = [1.5, -0.5] }, "probability -0.5");
        Refuse(new PenniesGame { Coin = [double.NaN, 1] }, "probability NaN");
        Refuse(new PenniesGame { Forgetful = true }, "forget");
        Refuse(new PenniesGame { Leaking = true }, "other legal actions");
        Refuse(new PenniesGame { Stuck = true }, "without a legal action");
        Refuse(new PenniesGame { Stake = double.NaN }, "returns NaN");
        Assert.Contains("more than maxNodes, 5,", Assert.Throws<ArgumentException>("game", () => GameTree.Build(new KuhnPoker(), 5)).Message, StringComparison.Ordinal);
        Assert.Equal(s_kuhn.Value.NodeCount, GameTree.Build(new KuhnPoker(), s_kuhn.Value.NodeCount).NodeCount);
        Assert.Throws<ArgumentOutOfRangeException>("maxNodes", () => GameTree.Build(new KuhnPoker(), 0));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-4)]
    public void APlayerWhoIsNoneIsRefused(int player) => Refuse(new PenniesGame { First = player }, $"player {player}'s turn");

    [Fact]
    public void BadArgumentsAreNamed()
    {
        var tree = s_kuhn.Value;
        var uniform = TabularGamePolicy.Uniform(tree);
        Assert.Throws<ArgumentNullException>("game", () => GameTree.Build(null!));
        Assert.Throws<ArgumentNullException>("informationState", () => tree.Find(0, null!));
        Assert.Throws<KeyNotFoundException>(() => tree.Find(1, "0"));
        Assert.Throws<ArgumentException>("probabilities", () => new TabularGamePolicy(tree, new double[23]));
        Assert.Throws<ArgumentNullException>("rule", () => TabularGamePolicy.Create(tree, null!));
        Assert.Throws<ArgumentNullException>("tree", () => TabularGamePolicy.Uniform(null!));
        foreach (var row in (double[][])[[0.5, 0.4], [1.5, -0.5], [double.NaN, 1], [double.PositiveInfinity, 0]])
            Assert.Throws<ArgumentException>("probabilities", () => TabularGamePolicy.Create(tree, (_, probabilities) => row.CopyTo(probabilities)));
        // At "Js" folding is not legal.
        Assert.Throws<ArgumentException>("probabilities", () => TabularGamePolicy.Create(s_leduc.Value, (_, probabilities) => probabilities[LeducPoker.Fold] = 1));
        Assert.Throws<ArgumentOutOfRangeException>("set", () => _ = uniform[12].Length);
        Assert.Throws<ArgumentOutOfRangeException>("player", () => uniform.WithPlayer(2, uniform));
        Assert.Throws<ArgumentNullException>("other", () => uniform.WithPlayer(0, null!));
        Assert.Throws<ArgumentException>("other", () => uniform.WithPlayer(0, TabularGamePolicy.Uniform(s_leduc.Value)));
        Assert.Throws<ArgumentOutOfRangeException>("player", () => BestResponse.To(uniform, -1));
        Assert.Throws<ArgumentNullException>("policy", () => BestResponse.To(null!, 0));
        Assert.Throws<ArgumentNullException>("policy", () => ExpectedReturns.Of(null!));
        Assert.Throws<ArgumentNullException>("policy", () => NashConv.Of(null!));
        Assert.Throws<ArgumentNullException>("policy", () => NashConv.Exploitability(null!));
    }

    private static void Refuse(PenniesGame flawed, string why) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>("game", () => GameTree.Build(flawed)).Message, StringComparison.Ordinal);

    private static TabularGamePolicy Random(GameTree tree, RandomStream random) => TabularGamePolicy.Create(tree, (set, probabilities) =>
    {
        foreach (var action in set.Actions) probabilities[action] = random.Next(4);
        if (!probabilities.ContainsAnyExcept(0.0)) probabilities[set.Actions[0]] = 1;
        var sum = 0.0;
        foreach (var probability in probabilities) sum += probability;
        foreach (ref var probability in probabilities) probability /= sum;
    });

    /// <summary>The policy "scrambled" of <c>eng/goldens/poker.py</c>.</summary>
    private static TabularGamePolicy Scrambled(GameTree tree) => TabularGamePolicy.Create(tree, (set, probabilities) =>
    {
        var number = set.InformationState.Select((letter, i) => (i + 1) * letter).Sum();
        var weights = set.Actions.ToArray().ToDictionary(action => action, action => (number + 3 * action) % 7);
        var total = weights.Values.Sum();
        foreach (var (action, weight) in weights) probabilities[action] = total == 0 ? 1.0 / weights.Count : (double)weight / total;
    });
}

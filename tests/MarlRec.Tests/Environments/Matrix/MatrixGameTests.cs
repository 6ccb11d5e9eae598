using System.Text;

namespace MarlRec.Environments.Matrix;

public class MatrixGameTests
{
    private static readonly Dictionary<string, Func<MatrixGameOptions?, MatrixGame>> Games = new()
    {
        ["penalty 0"] = options => MatrixGames.Penalty(0, options),
        ["penalty -25"] = options => MatrixGames.Penalty(-25, options),
        ["penalty -100"] = options => MatrixGames.Penalty(-100, options),
        ["climbing"] = MatrixGames.Climbing,
        ["climbing of three"] = MatrixGames.ThreePlayerClimbing,
        ["prisoner's dilemma"] = MatrixGames.PrisonersDilemma,
        ["stag hunt"] = MatrixGames.StagHunt,
        ["rock paper scissors"] = MatrixGames.RockPaperScissors,
        ["matching pennies"] = MatrixGames.MatchingPennies,
    };

    public static TheoryData<string> Names => [.. Games.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void GamesPassTheChecker(string name)
    {
        foreach (var options in (MatrixGameOptions?[])[null, new() { Rounds = 1 }, new() { Rounds = 7, ObserveLastActions = true }])
            Assert.Empty(EnvironmentChecker.Check(() => Games[name](options)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryJointActionPaysWhatTheTableSays(string name)
    {
        var game = Games[name](new MatrixGameOptions { Rounds = 2, ObserveLastActions = true });
        var buffers = new StepBuffers(game.Spec);
        var seen = (DiscreteSpace)game.Spec.ObservationSpaces[0];
        foreach (var actions in NormalForm.JointActions(game.Payoffs))
        {
            var joint = game.Payoffs.IndexOf(actions);
            game.Reset(1, buffers);
            Assert.Equal(0, seen.Decode(buffers.Observation(0)));
            for (var round = 1; round <= 2; round++)
            {
                game.Step(actions, buffers);
                Assert.Equal(game.Payoffs[joint], buffers.Rewards);
                Assert.Equal(1 + joint, seen.Decode(buffers.State));
                for (var agent = 0; agent < actions.Length; agent++) Assert.Equal((1 + joint, round == 2, false), (seen.Decode(buffers.Observation(agent)), buffers.Terminated[agent], buffers.Truncated[agent]));
            }
        }
    }

    /// <summary>What the literature says of the games: their equilibria in pure strategies and what those pay agent 0.</summary>
    [Theory]
    [InlineData("penalty 0", "02 10, 11 2, 20 10")]
    [InlineData("penalty -25", "02 10, 11 2, 20 10")]
    [InlineData("penalty -100", "02 10, 11 2, 20 10")]
    [InlineData("climbing", "00 11, 11 7")]
    [InlineData("prisoner's dilemma", "11 1")]
    [InlineData("stag hunt", "00 4, 11 3")]
    [InlineData("rock paper scissors", "")]
    [InlineData("matching pennies", "")]
    public void EquilibriaAreThoseOfTheLiterature(string name, string expected)
    {
        var table = Games[name](null).Payoffs;
        Assert.Equal(expected, string.Join(", ", NormalForm.PureEquilibria(table).Select(actions => $"{string.Concat(actions)} {table[table.IndexOf(actions)][0]}")));
    }

    [Fact]
    public void ClimbingOfThreeHasItsPayoffs()
    {
        var table = MatrixGames.ThreePlayerClimbing().Payoffs;
        var expected = new Dictionary<string, float> { ["000"] = 11, ["001"] = -30, ["010"] = -30, ["100"] = -30, ["111"] = 7, ["221"] = 6, ["222"] = 5 };
        foreach (var actions in NormalForm.JointActions(table)) Assert.Equal(expected.GetValueOrDefault(string.Concat(actions)), table[table.IndexOf(actions)][2]);
        Assert.Contains(NormalForm.PureEquilibria(table), actions => actions.SequenceEqual([0, 0, 0]));
        Assert.Contains(NormalForm.PureEquilibria(table), actions => actions.SequenceEqual([1, 1, 1]));
    }

    [Theory]
    [InlineData("rock paper scissors")]
    [InlineData("matching pennies")]
    public void UniformPlayIsTheEquilibriumOfOpponents(string name)
    {
        var table = Games[name](null).Payoffs;
        double[][] uniform = [.. table.ActionCounts.ToArray().Select(count => Enumerable.Repeat(1.0 / count, count).ToArray())];
        for (var agent = 0; agent < 2; agent++) Assert.All(NormalForm.ActionValues(table, agent, uniform), value => Assert.Equal(0, value, 1e-12));
    }

    [Fact]
    public void TheTablesOfPapoudakisEtAlAreReached()
    {
        // 25 rounds: the optima are 250 and 275, the safe equilibria 50 and 175.
        Assert.Equal((250f, 50f), (Return(MatrixGames.Penalty(-100), 0, 2), Return(MatrixGames.Penalty(-100), 1, 1)));
        Assert.Equal((275f, 175f), (Return(MatrixGames.Climbing(), 0, 0), Return(MatrixGames.Climbing(), 1, 1)));
    }

    [Fact]
    public void RoundsAreDrawn()
    {
        var game = MatrixGames.Penalty(-25);
        var text = new StringBuilder();
        Assert.Throws<ArgumentNullException>("text", () => game.Render(null!));
        Assert.Throws<InvalidOperationException>(() => game.Render(text));
        var buffers = new StepBuffers(game.Spec);
        game.Reset(1, buffers);
        game.Render(text);
        game.Step([0, 2], buffers);
        game.Render(text);
        Assert.Equal(
            """
            Penalty(k=-25), 0 of 25 rounds played
                    0    1    2
               0  -25    0   10
               1    0    2    0
               2   10    0  -25
            Penalty(k=-25), 1 of 25 rounds played
                    0    1    2
               0  -25    0   10*
               1    0    2    0
               2   10    0  -25

            """.ReplaceLineEndings("\n"),
            text.ToString());
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        var table = MatrixGames.Climbing().Payoffs;
        Assert.Throws<ArgumentNullException>("name", () => new MatrixGame(null!, table));
        Assert.Throws<ArgumentException>("Name", () => new MatrixGame(" ", table));
        Assert.Throws<ArgumentNullException>("payoffs", () => new MatrixGame("game", null!));
        Assert.Throws<ArgumentOutOfRangeException>("Rounds", () => MatrixGames.Climbing(new MatrixGameOptions { Rounds = 0 }));
        foreach (var k in (float[])[1, float.NaN, float.NegativeInfinity, float.PositiveInfinity]) Assert.Throws<ArgumentOutOfRangeException>("k", () => MatrixGames.Penalty(k));
    }

    private static float Return(MatrixGame game, params int[] actions)
    {
        var buffers = new StepBuffers(game.Spec);
        var sum = 0f;
        for (game.Reset(1, buffers); !buffers.IsEpisodeOver; sum += buffers.Rewards[0]) game.Step(actions, buffers);
        return sum;
    }
}

namespace MarlRec.Environments.Extensive;

public class PokerTests
{
    public static TheoryData<string, int, int> Games => new()
    {
        // Name, information states that are decisions, most that can be won.
        { "Kuhn", 12, 2 },
        { "Leduc", 936, 13 },
    };

    [Theory]
    [MemberData(nameof(Games))]
    public void EveryStateKeepsTheRulesOfAGame(string name, int decisions, int most)
    {
        var game = Create(name);
        var known = new Dictionary<(int Player, string Text), float[]>();
        var tensors = new Dictionary<string, (int Player, string Text)>();
        var largest = 0.0;
        foreach (var (state, moves) in GameWalk.All(game))
        {
            Assert.Equal((state.Player == GameState.ChancePlayer, state.Player == GameState.TerminalPlayer), (state.IsChance, state.IsTerminal));
            var chances = Enumerable.Range(0, game.ChanceOutcomeCount).Select(state.ChanceProbability).ToArray();
            Assert.Equal(state.IsChance ? 1 : 0, chances.Sum(), 1e-12);
            if (state.IsChance) Assert.All(chances.Where(p => p > 0), p => Assert.Equal(1.0 / (game.ChanceOutcomeCount - Dealt(state, game)), p));
            if (state.IsTerminal)
            {
                Assert.Equal(0, state.Return(0) + state.Return(1));
                largest = Math.Max(largest, Math.Abs(state.Return(0)));
            }
            else
            {
                Assert.Throws<InvalidOperationException>(() => state.Return(0));
            }

            Assert.Equal(state.Player >= 0, Enumerable.Range(0, game.ActionCount).Any(state.IsLegal));
            foreach (var player in (int[])[0, 1])
            {
                var tensor = new float[game.InformationStateSpace.FlatSize];
                tensor.AsSpan().Fill(7);
                state.WriteInformationState(player, tensor);
                Assert.True(game.InformationStateSpace.Contains(tensor));
                if (state.Player != player) continue;
                // Equal texts and equal tensors are the same thing.
                var key = (player, state.InformationState(player));
                if (known.TryGetValue(key, out var other)) Assert.Equal(other, tensor);
                known[key] = tensor;
                var numbers = string.Join(' ', tensor);
                Assert.Equal(key, tensors.GetValueOrDefault(numbers, key));
                tensors[numbers] = key;
            }

            // Whatever was played, a restarted state is a new one.
            var text = state.ToString();
            Assert.Equal(text, GameWalk.After(game.Start(), moves).ToString());
            state.Restart();
            Assert.Equal(text, GameWalk.After(state, moves).ToString());
        }

        Assert.Equal(decisions, known.Count);
        Assert.Equal(most, largest);
    }

    [Theory]
    [InlineData("pp", 1)]
    [InlineData("bb", 2)]
    [InlineData("pbb", 2)]
    [InlineData("bp", 0)]
    [InlineData("pbp", 0)]
    public void KuhnPaysAsItsAuthorSays(string history, int showdown)
    {
        for (var first = 0; first < 3; first++)
        {
            for (var second = 0; second < 3; second++)
            {
                if (first == second) continue;
                var state = GameWalk.After(new KuhnPoker().Start(), [first, second, .. history.Select(move => move == 'b' ? KuhnPoker.Bet : KuhnPoker.Pass)]);
                Assert.True(state.IsTerminal);
                var expected = showdown > 0 ? (first > second ? showdown : -showdown) : history == "bp" ? 1 : -1;
                Assert.Equal((expected, -expected), (state.Return(0), state.Return(1)));
                Assert.Equal($"cards {"JQK"[first]} {"JQK"[second]}, moves {history}", state.ToString());
                Assert.Equal($"{second}{history}", state.InformationState(1));
            }
        }
    }

    // Moves: cards, then f, c, r; the public card stands among them. Js Jh Qs Qh Ks Kh are 0 to 5.
    [Theory]
    [InlineData("0 3 c c 5 c c", -1, "Jack against queen")]
    [InlineData("0 3 c c 1 c c", 1, "a pair of jacks beats a queen")]
    [InlineData("2 3 r c 1 r r c", 0, "two queens share")]
    [InlineData("4 5 r r c 3 r r c", 0, "two kings share")]
    [InlineData("5 0 r r c 4 r r c", 13, "the most: 1 + 2 · 2 + 2 · 4")]
    [InlineData("5 0 r f", 1, "folds the ante")]
    [InlineData("5 0 c r f", -1, "folds the ante after a check")]
    [InlineData("5 0 r r f", -3, "folds ante and raise")]
    [InlineData("5 0 c r r f", 3, "folds ante and raise, after a check")]
    [InlineData("5 0 r c 1 c r f", -3, "folds in the second round")]
    [InlineData("5 0 r c 1 r r c", -11, "calls the second raise")]
    public void LeducPaysAsItsRulesSay(string moves, int expected, string why)
    {
        var state = GameWalk.After(new LeducPoker().Start(), [.. moves.Split(' ').Select(move => "fcr".IndexOf(move, StringComparison.Ordinal) is >= 0 and var action ? action : int.Parse(move, System.Globalization.CultureInfo.InvariantCulture))]);
        Assert.True(state.IsTerminal, why);
        Assert.Equal((expected, -expected), (state.Return(0), state.Return(1)));
    }

    [Fact]
    public void LeducBetsWithinLimits()
    {
        var state = new LeducPoker().Start();
        foreach (var card in (int[])[2, 0]) state.Apply(card);
        Assert.Equal("011", Legal(state));
        Assert.Equal("Qs", state.InformationState(0));
        state.Apply(LeducPoker.Raise);
        Assert.Equal("111", Legal(state));
        state.Apply(LeducPoker.Raise);
        Assert.Equal("110", Legal(state));
        state.Apply(LeducPoker.Call);
        Assert.True(state.IsChance);
        Assert.Equal("000", Legal(state));
        state.Apply(5);
        Assert.Equal((0, "Qs rrc Kh", "Js rrc Kh"), (state.Player, state.InformationState(0), state.InformationState(1)));
        state.Apply(LeducPoker.Call);
        state.Apply(LeducPoker.Raise);
        Assert.Equal(("111", "cards Qs Js, moves rrc Kh cr, paid 5 9"), (Legal(state), state.ToString()));
        var tensor = new float[30];
        state.WriteInformationState(1, tensor);
        Assert.Equal("01 100000 000001 01011000 10010000", string.Join(' ', Slices(tensor, 2, 6, 6, 8, 8)));
    }

    [Theory]
    [InlineData("Kuhn")]
    [InlineData("Leduc")]
    public void BadMovesAreRefusedAndChangeNothing(string name)
    {
        var game = Create(name);
        foreach (var (state, _) in GameWalk.All(game).Where((_, i) => i % TestTier.Choose(17, 1) == 0))
        {
            var before = state.ToString();
            foreach (var bad in Enumerable.Range(-2, 12).Except(GameWalk.Moves(state)))
            {
                if (state.IsTerminal) Assert.Throws<InvalidOperationException>(() => state.Apply(bad));
                else Assert.Throws<ArgumentOutOfRangeException>("action", () => state.Apply(bad));
            }

            Assert.Throws<ArgumentOutOfRangeException>("action", () => state.IsLegal(game.ActionCount));
            Assert.Throws<ArgumentOutOfRangeException>("outcome", () => state.ChanceProbability(-1));
            Assert.Throws<ArgumentOutOfRangeException>("player", () => state.Return(2));
            Assert.Throws<ArgumentOutOfRangeException>("player", () => state.InformationState(-1));
            Assert.Throws<ArgumentOutOfRangeException>("player", () => state.WriteInformationState(2, new float[30]));
            Assert.Throws<ArgumentException>("tensor", () => state.WriteInformationState(0, new float[3]));
            Assert.Throws<ArgumentNullException>("random", () => state.DrawChance(null!));
            if (!state.IsChance) Assert.Throws<InvalidOperationException>(() => state.DrawChance(new Execution.RandomStream(1)));
            Assert.Equal(before, state.ToString());
        }
    }

    [Theory]
    [InlineData("Kuhn")]
    [InlineData("Leduc")]
    public void MovesAllocateNothing(string name)
    {
        var states = Enumerable.Range(0, 6).Select(_ => Create(name).Start()).ToArray();
        var tensor = new float[states[0].Game.InformationStateSpace.FlatSize];
        var next = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            var state = states[next++];
            state.Apply(0);
            state.Apply(1);
            if (state.IsLegal(1)) state.Apply(1);
            state.WriteInformationState(1, tensor);
        }));
    }

    internal static IExtensiveGame Create(string name) => name == "Kuhn" ? new KuhnPoker() : new LeducPoker();

    private static int Dealt(GameState state, IExtensiveGame game) => Enumerable.Range(0, game.ChanceOutcomeCount).Count(outcome => state.ChanceProbability(outcome) == 0);

    private static string Legal(GameState state) => string.Concat(Enumerable.Range(0, state.Game.ActionCount).Select(action => state.IsLegal(action) ? '1' : '0'));

    private static IEnumerable<string> Slices(float[] values, params int[] lengths)
    {
        var start = 0;
        foreach (var length in lengths)
        {
            yield return string.Concat(values.Skip(start).Take(length));
            start += length;
        }
    }
}

using System.Text;
using MarlRec.Execution;

namespace MarlRec.Environments.Extensive;

public class ExtensiveGameEnvironmentTests
{
    [Fact]
    public void AGameFromOutsidePassesTheChecker() =>
        Assert.Empty(EnvironmentChecker.Check(() => new ExtensiveGameEnvironment(new PenniesGame()), new EnvironmentCheckOptions { Episodes = 25 }));

    [Fact]
    public void EpisodesAllocateNothing()
    {
        var world = new ExtensiveGameEnvironment(new KuhnPoker());
        var buffers = new StepBuffers(world.Spec);
        int[] actions = [KuhnPoker.Bet, KuhnPoker.Bet];
        world.Reset(0, buffers);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (world.Reset(1, buffers); !buffers.IsEpisodeOver;) world.Step(actions, buffers);
        }));
    }

    [Theory]
    [InlineData("Kuhn")]
    [InlineData("Leduc")]
    public void EpisodesFollowTheGame(string name)
    {
        var game = PokerTests.Create(name);
        var world = new ExtensiveGameEnvironment(game);
        var buffers = new StepBuffers(world.Spec);
        var random = new RandomStream(3);
        var tensor = new float[world.Spec.ObservationSize];
        for (ulong episode = 0; episode < 300; episode++)
        {
            world.Reset(episode, buffers);
            // The only state in which the two see what they see is found by trying all moves of chance.
            var states = Chances(game.Start());
            while (true)
            {
                states.RemoveAll(state => !Enumerable.Range(0, 2).All(player => Seen(state, player).SequenceEqual(buffers.Observation(player).ToArray())));
                var state = Assert.Single(states);
                Assert.Equal(state.IsTerminal, buffers.IsEpisodeOver);
                for (var player = 0; player < 2; player++)
                {
                    Assert.Equal((state.Player == player, state.IsTerminal ? (float)state.Return(player) : 0f), (buffers.Acting[player], buffers.Rewards[player]));
                    for (var action = 0; action < game.ActionCount; action++) Assert.Equal(state.Player == player && state.IsLegal(action), buffers.Mask(player)[action]);
                }

                Assert.Equal(buffers.Observations, buffers.State);
                if (state.IsTerminal) break;
                var chosen = new DiscreteSpace(game.ActionCount).Sample(random, buffers.Mask(state.Player));
                world.Step([chosen, chosen], buffers);
                states = Chances(GameWalk.After(state, chosen));
            }
        }

        float[] Seen(GameState state, int player)
        {
            state.WriteInformationState(player, tensor);
            return tensor;
        }
    }

    [Fact]
    public void CardsAreDealtAlike()
    {
        var world = new ExtensiveGameEnvironment(new KuhnPoker());
        var buffers = new StepBuffers(world.Spec);
        var deals = new Dictionary<string, int>();
        for (ulong seed = 0; seed < 12_000; seed++)
        {
            world.Reset(seed, buffers);
            var deal = string.Concat(buffers.Observation(0)[2..5].IndexOf(1), buffers.Observation(1)[2..5].IndexOf(1));
            deals[deal] = deals.GetValueOrDefault(deal) + 1;
        }

        Assert.Equal(["01", "02", "10", "12", "20", "21"], deals.Keys.Order(StringComparer.Ordinal));
        // 2000 expected of each, with a standard deviation of 41.
        Assert.All(deals.Values, count => Assert.InRange(count, 1800, 2200));
    }

    [Fact]
    public void DealsAreDrawn()
    {
        var world = new ExtensiveGameEnvironment(new KuhnPoker());
        var text = new StringBuilder();
        Assert.Throws<ArgumentNullException>("text", () => world.Render(null!));
        Assert.Throws<InvalidOperationException>(() => world.Render(text));
        var buffers = new StepBuffers(world.Spec);
        world.Reset(5, buffers);
        var cards = string.Concat("JQK"[buffers.Observation(0)[2..5].IndexOf(1)], ' ', "JQK"[buffers.Observation(1)[2..5].IndexOf(1)]);
        world.Render(text);
        world.Step([KuhnPoker.Bet, 0], buffers);
        world.Step([0, KuhnPoker.Pass], buffers);
        world.Render(text);
        Assert.Equal($"Kuhn poker: cards {cards}, moves -; player 0 to move\nKuhn poker: cards {cards}, moves bp; returns 1 -1\n", text.ToString());
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Throws<ArgumentNullException>("game", () => new ExtensiveGameEnvironment(null!));
        Assert.Throws<ArgumentOutOfRangeException>("game", () => new ExtensiveGameEnvironment(new PenniesGame { PlayerCount = 0 }));
        Assert.Throws<ArgumentException>("Name", () => new ExtensiveGameEnvironment(new PenniesGame { Name = "" }));
        Assert.Throws<ArgumentNullException>("game", () => new PenniesGame.State(null!));
    }

    private static List<GameState> Chances(GameState state) =>
        state.IsChance ? [.. GameWalk.Moves(state).SelectMany(move => Chances(GameWalk.After(state, move)))] : [state];
}

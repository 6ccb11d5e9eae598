using System.Text;
using MarlRec.Environments;
using MarlRec.Environments.Wrappers;
using MarlRec.Execution;

namespace MarlRec.Seams;

/// <summary>An outsider writes worlds, spaces and wrappers with the public API alone; checker, converters and wrappers take them like the library's own.</summary>
public class OutsideEnvironmentTests
{
    [Fact]
    public void CheckerAcceptsTheForeignWorldInEveryForm()
    {
        var options = new EnvironmentCheckOptions { ResetOptions = [new DuelOptions { Coins = 2 }] };
        AssertClean(() => new Duel(), options);
        AssertClean(() => new Duel().ToTurnBased(), options);
        AssertClean(() => new TurnBasedToParallel(new ParallelToTurnBased(new Duel(), 1, 0)), options);
        AssertClean(() => new CommonReward(new Duel(), RewardSharing.Mean), options);
        AssertClean(() => new Halved(new Duel()), options);
    }

    [Fact]
    public void TheForeignWorldPlaysAndDraws()
    {
        var world = new Duel();
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, new DuelOptions { Coins = 1 }, buffers);
        Assert.Equal([true, true, false], buffers.Mask(0).ToArray());
        world.Step([1, 0], buffers);
        Assert.Equal([1, -1], buffers.Rewards.ToArray());
        Assert.True(buffers.Truncated[0] && buffers.IsEpisodeOver);
        var text = new StringBuilder();
        world.Render(text);
        Assert.Equal("coins 0 1\n", text.ToString());
        Assert.Throws<ArgumentOutOfRangeException>("Coins", () => world.Reset(1, new DuelOptions { Coins = 9 }, buffers));
        Assert.Throws<ArgumentException>("options", () => world.Reset(1, new DuelOptions { Coins = 4 }, buffers));
        Assert.Throws<InvalidOperationException>(() => world.Step([0, 0], buffers));
    }

    [Fact]
    public void ForeignSpacesCompose()
    {
        var space = new TupleSpace(new Even(), new DiscreteSpace(2));
        var flat = new float[space.FlatSize];
        var random = new RandomStream(1);
        for (var i = 0; i < 50; i++)
        {
            space.Sample(random, [false, true], flat);
            Assert.True(space.Contains(flat) && flat[0] % 2 == 0 && flat[2] == 1);
        }

        Assert.Equal((3, 2), (space.FlatSize, space.MaskSize));
    }

    private static void AssertClean(Func<IEnvironment> create, EnvironmentCheckOptions options)
    {
        var report = EnvironmentChecker.Examine(create, options);
        Assert.True(report.Passes, report.ToString());
    }

    private sealed record DuelOptions : ResetOptions
    {
        /// <summary>The coins of each player: 1 to 5.</summary>
        public int Coins { get; init; } = 3;

        public override void Validate()
        {
            if (Coins is < 1 or > 5) throw new ArgumentOutOfRangeException(nameof(Coins), Coins, "Coins must be in [1, 5].");
        }
    }

    /// <summary>Two players bid coins they have; the higher bid earns 1 from the lower one, and bids are spent. It lasts as many rounds as there are coins.</summary>
    private sealed class Duel() : EnvironmentBase<DuelOptions>(s_spec), ITextRenderable
    {
        private static readonly EnvironmentSpec s_spec = new()
        {
            Name = "duel", AgentCount = 2, ActionSpaces = [new DiscreteSpace(3), new DiscreteSpace(3)], MaxSteps = 3,
            ObservationSpaces = [new BoxSpace(0, 3, 2), new BoxSpace(0, 3, 2)],
        };

        private readonly int[] _coins = new int[2];
        private int _rounds;
        private bool _started;

        public void Render(StringBuilder text)
        {
            ArgumentNullException.ThrowIfNull(text);
            if (!_started) throw new InvalidOperationException("Call Reset before Render.");
            text.Append("coins ").Append(_coins[0]).Append(' ').Append(_coins[1]).Append('\n');
        }

        protected override void CheckOptions(DuelOptions options)
        {
            base.CheckOptions(options);
            if (options.Coins > Spec.MaxSteps) throw new ArgumentException($"Coins is {options.Coins}, but a duel has at most {Spec.MaxSteps} rounds.", nameof(options));
        }

        protected override void OnReset(RandomStream random, DuelOptions? options, StepBuffers buffers)
        {
            _started = true;
            _rounds = options?.Coins ?? 1 + random.Next(3);
            _coins.AsSpan().Fill(_rounds);
            Write(buffers);
        }

        protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            var lead = Math.Sign(actions[0] - actions[1]);
            (buffers.Rewards[0], buffers.Rewards[1]) = (lead, -lead);
            for (var player = 0; player < 2; player++) _coins[player] -= actions[player];
            if (--_rounds == 0) buffers.Truncated.Fill(true);
            Write(buffers);
        }

        private void Write(StepBuffers buffers)
        {
            for (var player = 0; player < 2; player++)
            {
                (buffers.Observation(player)[0], buffers.Observation(player)[1]) = (_coins[player], _coins[1 - player]);
                for (var bid = 0; bid < 3; bid++) buffers.Mask(player)[bid] = bid <= _coins[player];
            }
        }
    }

    /// <summary>A wrapper of the outsider's: rewards are halved.</summary>
    private sealed class Halved(IEnvironment inner) : EnvironmentWrapper(inner)
    {
        public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            base.Step(actions, buffers);
            foreach (ref var reward in buffers.Rewards) reward /= 2;
        }
    }

    /// <summary>The even numbers 0 to 8.</summary>
    private sealed class Even : Space
    {
        public override int FlatSize => 1;

        public override bool Contains(ReadOnlySpan<float> flat) => flat.Length == 1 && flat[0] is 0 or 2 or 4 or 6 or 8;

        public override void Sample(RandomStream random, Span<float> flat) => flat[0] = 2 * random.Next(5);
    }
}

using MarlRec.Environments.Bandits;
using MarlRec.Environments.Classic;
using MarlRec.Environments.Extensive;
using MarlRec.Environments.Foraging;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Matrix;
using MarlRec.Environments.Particle;
using MarlRec.Environments.Slates;
using MarlRec.Environments.Tables;
using MarlRec.Environments.Wrappers;
using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>An environment of the library, in one of its variants.</summary>
/// <param name="Create">Makes it.</param>
/// <param name="Options">Reset options that it must take.</param>
internal sealed record ShippedWorld(Func<IEnvironment> Create, params ResetOptions[] Options)
{
    /// <summary>Rules that this variant breaks on purpose.</summary>
    public EnvironmentRule[] Ignored { get; init; } = [];
}

/// <summary>Every environment and every wrapper of the library. A new one belongs here, a line for each variant that is worth checking; a test asks for it.</summary>
internal static class ShippedWorlds
{
    internal static Dictionary<string, ShippedWorld> All { get; } = new()
    {
        ["CartPole-v0"] = new(CartPole.V0),
        ["CartPole-v1"] = new(CartPole.V1, new CartPoleResetOptions { Low = -0.2, High = 0.1 }),
        ["MountainCar-v0"] = new(MountainCar.V0, new MountainCarResetOptions { Low = -1, High = 0.4 }),
        ["Acrobot-v1"] = new(Acrobot.V1, new AcrobotResetOptions { Low = -1, High = 0.5 }),
        ["Pendulum"] = new(() => Pendulum.Discrete(-2, 0, 2), new PendulumResetOptions()),

        ["GridWorld"] = new(() => new GridWorld()),
        ["FrozenLake"] = new(() => new FrozenLake()),
        ["CliffWalking"] = new(() => new CliffWalking()),
        ["Taxi"] = new(() => new Taxi(new TaxiOptions { Rainy = true, Fickle = true, MaskUseless = true })),
        ["Blackjack"] = new(() => new Blackjack()),
        ["TabularEnvironment"] = new(() => new TabularEnvironment("Coin", new TabularModel([1, 0], 2, (state, action) => state == 1 ? [] : [new(0.5, 0, action, false), new(0.5, 1, 1, true)]), 10)),
        ["BernoulliBandit"] = new(() => new BernoulliBandit([0.1, 0.8], 50)),
        ["GaussianBandit"] = new(() => GaussianBandit.Testbed(new RandomStream(1), pulls: 50)),
        ["LinearContextualBandit"] = new(() => LinearContextualBandit.Random(3, 4, new RandomStream(1), pulls: 50)),
        ["SwitchingBandit"] = new(() => SwitchingBandit.Random(3, 0.05, 50)),

        ["MatrixGame"] = new(() => MatrixGames.Penalty(-100, new MatrixGameOptions { ObserveLastActions = true })),
        ["TwoStepGame"] = new(() => new TwoStepGame()),
        ["Kuhn"] = new(() => new ExtensiveGameEnvironment(new KuhnPoker())),
        ["Leduc"] = new(() => new ExtensiveGameEnvironment(new LeducPoker())),

        ["Spread"] = new(() => new Spread()),
        ["SpeakerListener"] = new(() => new SpeakerListener()),
        ["Adversary"] = new(() => new Adversary()),
        ["Tag"] = new(() => new Tag()),
        ["LevelBasedForaging"] = new(() => new LevelBasedForaging(new ForagingOptions { MaskInvalidActions = true, GridObservation = true })),

        ["Slates in turn"] = new(() => SlateWorlds.Topics(SlateForm.TurnBased, UserControl.Simulated)),
        ["Slates at once"] = new(() => SlateWorlds.Topics(SlateForm.Simultaneous, UserControl.Simulated)),
        ["Slates in turn, user acts"] = new(() => SlateWorlds.Topics(SlateForm.TurnBased, UserControl.Agent)),
        ["Slates at once, user acts"] = new(() => SlateWorlds.Topics(SlateForm.Simultaneous, UserControl.Agent)),
        ["InterestEvolution"] = new(() => new InterestEvolution().CreateEnvironment(3, SlateForm.TurnBased)),
        ["InterestExploration"] = new(() => new InterestExploration(new() { MaxRounds = 20 }).CreateEnvironment(3, SlateForm.Simultaneous)),
        ["LongTermSatisfaction"] = new(() => new LongTermSatisfaction().CreateEnvironment(2, SlateForm.Simultaneous)),

        ["CommonReward"] = new(() => new CommonReward(new Crowd())),
        ["ParallelToTurnBased"] = new(() => new ParallelToTurnBased(new Crowd(), 2, 0, 1)),
        ["TurnBasedToParallel"] = new(() => new TurnBasedToParallel(new Nim(20))),
        ["FrameStack"] = new(() => new FrameStack(new Crowd(), 3)),
        ["NormalizeObservation"] = new(() => new NormalizeObservation(new Crowd()) { Frozen = true }),
        ["NormalizeReward"] = new(() => new NormalizeReward(new Crowd()) { Frozen = true }),
        ["OrderEnforcing"] = new(() => new OrderEnforcing(new Crowd())),
        ["PassiveChecker"] = new(() => new PassiveChecker(new Crowd())),
        ["RecordEpisodeStatistics"] = new(() => new RecordEpisodeStatistics(new Crowd())),
        ["RecordEpisodes"] = new(() => new RecordEpisodes(new Crowd(), Stream.Null)),
        ["StickyActions"] = new(() => new StickyActions(CartPole.V1()), new CartPoleResetOptions { Low = 0.1, High = 0.1 }),
        ["TerminateIllegal"] = new(() => new TerminateIllegal(new Crowd())) { Ignored = [EnvironmentRule.Arguments] },
        ["TimeAware"] = new(() => new TimeAware(new Crowd())),
        ["TimeLimit"] = new(() => new TimeLimit(new Crowd(), 7)),
    };

    internal static TheoryData<string> Names => [.. All.Keys];
}

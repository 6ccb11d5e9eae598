using MarlRec.Environments.Classic;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Slates;
using MarlRec.Environments.Wrappers;

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
        ["Pendulum"] = new(() => Pendulum.Discrete(-2, 0, 2), new PendulumResetOptions()),
        ["GridWorld"] = new(() => new GridWorld()),
        ["Slates in turn"] = new(() => SlateWorlds.Topics(SlateForm.TurnBased, UserControl.Simulated)),
        ["Slates at once"] = new(() => SlateWorlds.Topics(SlateForm.Simultaneous, UserControl.Simulated)),
        ["Slates in turn, user acts"] = new(() => SlateWorlds.Topics(SlateForm.TurnBased, UserControl.Agent)),
        ["Slates at once, user acts"] = new(() => SlateWorlds.Topics(SlateForm.Simultaneous, UserControl.Agent)),

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

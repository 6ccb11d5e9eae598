using MarlRec.Environments;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Tables;
using QuickStart;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Worlds whose optimum is known exactly.</summary>
internal static class TabularUnits
{
    private const int Episodes = 20_000;

    internal static IEnumerable<Unit> All =>
    [
        .. Task("frozenlake 4x4", "FrozenLake-v1, slippery, 100 steps", () => new FrozenLake()),
        .. Task("frozenlake 8x8", "FrozenLake8x8-v1, slippery, 200 steps", () => new FrozenLake(FrozenLakeOptions.EightByEight)),
        .. Task("taxi", "Taxi-v4, 200 steps", () => new Taxi()),
        .. Task("blackjack", "Blackjack-v1, rules of Sutton and Barto", () => new Blackjack()),
        // A random walk finds the goal once in thousands of steps.
        .. Task("cliff", "CliffWalking-v1, no limit", () => new CliffWalking(), 1000),
    ];

    private static IEnumerable<Unit> Task(string task, string protocol, Func<ITabularEnvironment> create, int episodes = Episodes) =>
        [WorldUnits.PlayRandomly(task, protocol, create, episodes), Optimum(task, protocol, create, episodes)];

    private static Unit Optimum(string task, string protocol, Func<ITabularEnvironment> create, int episodes) => new(
        task,
        WorldUnits.Optimum,
        $"{protocol}; undiscounted dynamic programming on the exact model; exact return: its value of the start; return: its policy over {episodes} episodes; {WorldSpeed.Protocol}",
        run =>
        {
            var world = create();
            var optimum = new TabularOptimum(world);
            var clock = new Clock(world);
            return
            [
                new Measurement(task, WorldUnits.Optimum, "exact return", optimum.Value, 0, run.Seed),
                WorldReturns.Mean(task, WorldUnits.Optimum, clock, (_, actions) => actions[0] = optimum.Action(world.State, clock.Steps), episodes, run.Seed),
                .. WorldSpeed.Measure(task, WorldUnits.Optimum, world, (_, actions) => actions[0] = optimum.Action(world.State, 0), run.Seed),
            ];
        })
    {
        FixedSeeds = 1,
    };

    /// <summary>Counts the steps of an episode: the best action may depend on how many are left.</summary>
    private sealed class Clock(IEnvironment world) : IEnvironment
    {
        internal int Steps { get; private set; }

        public EnvironmentSpec Spec => world.Spec;

        public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
        {
            world.Reset(seed, options, buffers);
            Steps = 0;
        }

        public void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            world.Step(actions, buffers);
            Steps++;
        }
    }
}

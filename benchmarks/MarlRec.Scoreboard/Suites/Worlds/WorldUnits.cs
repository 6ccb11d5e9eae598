using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Units of one shape: a policy in a world, what it earns and what a step costs.</summary>
internal static class WorldUnits
{
    internal const string Random = "random", Scripted = "scripted", Myopic = "myopic", Optimum = "optimum";

    /// <summary>A unit that plays episodes and then times them.</summary>
    /// <param name="task">Such as <c>taxi</c>.</param>
    /// <param name="model">The policy's name.</param>
    /// <param name="protocol">What a reader must know of the world and the policy; number of episodes and way of timing are added.</param>
    /// <param name="create">Makes the world.</param>
    /// <param name="policy">Makes the policy for it.</param>
    /// <param name="episodes">How many returns are averaged, 2 or more.</param>
    /// <param name="earned">What of a step counts; null for the sum over agents.</param>
    internal static Unit Play(
        string task, string model, string protocol, Func<IEnvironment> create, Func<IEnvironment, RandomStream, Chooser> policy, int episodes, Func<StepBuffers, double>? earned = null) =>
        new(task, model, $"{protocol}; {episodes} episodes; {WorldSpeed.Protocol}", run =>
        {
            var world = create();
            var chooser = policy(world, new RandomStream(run.Seed).Fork("policy"));
            return [WorldReturns.Mean(task, model, world, chooser, episodes, run.Seed, earned), .. WorldSpeed.Measure(task, model, world, chooser, run.Seed)];
        })
        {
            FixedSeeds = 1, // the spread over episodes is in the standard error
        };

    /// <summary>A unit of <see cref="Play"/> with uniformly random legal actions.</summary>
    internal static Unit PlayRandomly(string task, string protocol, Func<IEnvironment> create, int episodes, Func<StepBuffers, double>? earned = null) =>
        Play(task, Random, $"{protocol}; uniform over legal actions", create, (_, random) => Choosers.Random(random), episodes, earned);
}

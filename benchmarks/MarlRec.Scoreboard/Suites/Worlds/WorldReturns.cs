using MarlRec.Environments;
using QuickStart;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>What a policy earns.</summary>
internal static class WorldReturns
{
    internal const string Return = "return";

    /// <summary>The mean over episodes, with its standard error, of what an episode's steps earn.</summary>
    /// <param name="task">The row's task.</param>
    /// <param name="model">The row's model.</param>
    /// <param name="world">Played from its start again and again.</param>
    /// <param name="chooser">The policy.</param>
    /// <param name="episodes">At least 2.</param>
    /// <param name="seed">The first episode's seed follows from it.</param>
    /// <param name="earned">What of a step counts; null for the sum over agents.</param>
    internal static Measurement Mean(string task, string model, IEnvironment world, Chooser chooser, int episodes, ulong seed, Func<StepBuffers, double>? earned = null)
    {
        earned ??= Sum;
        var buffers = new StepBuffers(world.Spec);
        var actions = new int[world.Spec.AgentCount];
        var returns = new double[episodes];
        for (var episode = 0; episode < episodes; episode++)
        {
            world.Reset(seed * 1_000_000_007 + (ulong)episode, buffers);
            while (buffers.Acting.Contains(true))
            {
                chooser(buffers, actions);
                world.Step(actions, buffers);
                returns[episode] += earned(buffers);
            }
        }

        return Mean(task, model, Return, returns, seed);
    }

    /// <summary>The mean of what episodes gave, with its standard error.</summary>
    internal static Measurement Mean(string task, string model, string metric, IReadOnlyList<double> values, ulong seed)
    {
        var mean = values.Average();
        var variance = values.Sum(one => (one - mean) * (one - mean)) / (values.Count - 1);
        return new Measurement(task, model, metric, mean, Math.Sqrt(variance / values.Count), seed);
    }

    /// <summary>All agents' rewards.</summary>
    internal static double Sum(StepBuffers buffers)
    {
        var sum = 0.0;
        foreach (var reward in buffers.Rewards) sum += reward;
        return sum;
    }

    /// <summary>The first agent's reward, where all share one.</summary>
    internal static double Shared(StepBuffers buffers) => buffers.Rewards[0];
}

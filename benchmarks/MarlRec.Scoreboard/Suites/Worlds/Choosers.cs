using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Learning.Baselines;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Choosers that fit every world.</summary>
internal static class Choosers
{
    /// <summary>Uniform over the legal actions.</summary>
    internal static Chooser Random(RandomStream random) => Of(new RandomPolicy(), random);

    /// <summary>A policy with its own draws.</summary>
    internal static Chooser Of(IPolicy policy, RandomStream random) => (buffers, actions) => policy.Act(buffers, random, actions);
}

using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Choosers that fit every world.</summary>
internal static class Choosers
{
    /// <summary>Uniform over the legal actions.</summary>
    internal static Chooser Random(RandomStream random) => (buffers, actions) =>
    {
        for (var agent = 0; agent < actions.Length; agent++)
        {
            if (!buffers.Acting[agent]) continue;
            var mask = buffers.Mask(agent);
            var left = random.Next(mask.Count(true));
            var action = mask.IndexOf(true);
            for (; left > 0; left--) action += 1 + mask[(action + 1)..].IndexOf(true);
            actions[agent] = action;
        }
    };
}

using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Baselines;

/// <summary>Every acting agent takes one of its legal actions, all of them equally likely: the floor that anything learnt must beat.</summary>
/// <remarks>One draw for each acting agent. Thread safety: <em>immutable</em>.</remarks>
public sealed class RandomPolicy : IPolicy
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="observation"/> or <paramref name="random"/> is null.</exception>
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(random);
        var spaces = observation.Spec.ActionSpaces;
        Throw.IfLengthDiffers(actions.Length, spaces.Count, nameof(actions));
        for (var agent = 0; agent < actions.Length; agent++)
        {
            if (!observation.Acting[agent]) continue;
            var mask = observation.Mask(agent);
            if (!mask.Contains(true)) throw new ArgumentException($"The mask of agent {agent} allows no action, but an acting agent needs one.", nameof(observation));
            actions[agent] = spaces[agent].Sample(random, mask);
        }
    }
}

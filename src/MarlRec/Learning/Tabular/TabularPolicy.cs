using MarlRec.Environments;
using MarlRec.Execution;
using MarlRec.Learning.Exploration;

namespace MarlRec.Learning.Tabular;

/// <summary>ε-greedy on a table. Over a live table it belongs to the learner's owner; over a copied one with a fixed ε it is immutable.</summary>
internal sealed class TabularPolicy(QTable table, StateIndexer indexer, Func<double> epsilon) : IPolicy
{
    public void Act(StepBuffers observation, RandomStream random, Span<int> actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(random);
        var acting = observation.Acting;
        Throw.IfLengthDiffers(actions.Length, acting.Length, nameof(actions));
        for (var agent = 0; agent < acting.Length; agent++)
        {
            if (!acting[agent]) continue;
            var state = indexer(agent, observation.Observation(agent));
            actions[agent] = EpsilonGreedy.Choose(table[state], observation.Mask(agent), epsilon(), random);
        }
    }

    internal static PolicySnapshot Publish(long version, QTable table, StateIndexer indexer, double epsilon)
    {
        var copy = table.Copy();
        return new PolicySnapshot(version, new TabularPolicy(copy, indexer, () => epsilon)) { Greedy = new TabularPolicy(copy, indexer, () => 0) };
    }
}

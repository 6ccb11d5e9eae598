using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning;

/// <summary>Chooses actions for the agents whose turn it is.</summary>
/// <remarks>Thread safety: a policy inside a <see cref="PolicySnapshot"/> is <em>immutable</em> and <em>thread-safe</em>; a learner's live
/// <see cref="ILearner{TBatch}.Behaviour"/> belongs to the learner's <em>single owner</em>.</remarks>
public interface IPolicy
{
    /// <summary>Writes an action for every acting agent.</summary>
    /// <param name="observation">What the environment last wrote; only read.</param>
    /// <param name="random">Where a stochastic policy draws from.</param>
    /// <param name="actions">Actions[A]; entries of agents that do not act are left alone. Only actions that the agent's mask allows are chosen.</param>
    /// <exception cref="ArgumentException"><paramref name="actions"/> does not have one entry for each agent, or an acting agent has no legal action.</exception>
    void Act(StepBuffers observation, RandomStream random, Span<int> actions);
}

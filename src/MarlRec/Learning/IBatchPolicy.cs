using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning;

/// <summary>A policy that answers for several copies of an environment in one pass.</summary>
/// <remarks>Each copy draws from its own stream, so that adding a copy does not change what the others draw.</remarks>
public interface IBatchPolicy : IPolicy
{
    /// <summary>Writes an action for every acting agent of every copy.</summary>
    /// <param name="observations">Observations[E], one for each copy.</param>
    /// <param name="random">Streams[E].</param>
    /// <param name="actions">Actions[E·A]; entries of agents that do not act are left alone.</param>
    /// <exception cref="ArgumentException">Lengths differ, or an acting agent has no legal action.</exception>
    void Act(ReadOnlySpan<StepBuffers> observations, ReadOnlySpan<RandomStream> random, Span<int> actions);
}

namespace MarlRec.Learning.Tabular;

/// <summary>Maps an observation to the row of a table.</summary>
/// <param name="agent">The agent that observes, from 0.</param>
/// <param name="observation">Its observation[D].</param>
/// <returns>A state from 0 to the table's number of states, exclusive.</returns>
public delegate int StateIndexer(int agent, ReadOnlySpan<float> observation);

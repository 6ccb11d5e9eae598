namespace MarlRec.Networks;

/// <summary>A module that can stand in a <see cref="Sequential"/>.</summary>
/// <remarks>Thread safety: see <see cref="Module"/>.</remarks>
public interface ISequentialLayer
{
    /// <summary>Runs the layer.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">What the layer before returned; null for the first layer of a network that reads ids.</param>
    /// <param name="batch">The sequences that the network reads; empty for a network that reads numbers.</param>
    Variable Forward(Tape tape, Variable? input, SequenceBatch batch);
}

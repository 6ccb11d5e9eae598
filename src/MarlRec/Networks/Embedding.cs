using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>A table with one trained vector for each id. Thread safety: see <see cref="Module"/>.</summary>
/// <remarks>The table [V, D] starts uniform in ±0.05.</remarks>
public sealed class Embedding : Module, ISequentialLayer
{
    /// <summary>A table of fresh vectors.</summary>
    /// <param name="count">V, at least 1.</param>
    /// <param name="size">D, at least 1.</param>
    /// <param name="random">Draws the vectors.</param>
    /// <param name="rowSparse">Whether a training step costs the rows that it looks up instead of V: for large tables. See <see cref="Parameter"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public Embedding(int count, int size, RandomStream random, bool rowSparse = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        Count = count;
        Size = size;
        Weight = Register("weight", new Parameter(Initializers.Uniform(new FloatTensor(count, size), 0.05, random), rowSparse));
    }

    /// <summary>V.</summary>
    public int Count { get; }

    /// <summary>D.</summary>
    public int Size { get; }

    /// <summary>The table, shape [V, D].</summary>
    public Parameter Weight { get; }

    /// <summary>Looks ids up.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="ids">B · T ids in [0, V), row-major.</param>
    /// <param name="batch">B.</param>
    /// <param name="time">T.</param>
    /// <returns>Shape [B, T, D].</returns>
    /// <exception cref="ArgumentException">The number of ids is not B · T.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public Variable Forward(Tape tape, ReadOnlySpan<int> ids, int batch, int time)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.EmbeddingLookup(tape.Parameter(Weight), ids, batch, time);
    }

    Variable ISequentialLayer.Forward(Tape tape, Variable? input, SequenceBatch batch)
    {
        if (input is not null) throw new ArgumentException("An embedding reads ids; it can only be the first layer.", nameof(input));
        return Forward(tape, batch.Ids, batch.Batch, batch.Time);
    }
}

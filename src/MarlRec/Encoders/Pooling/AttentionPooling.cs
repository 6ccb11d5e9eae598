using System.Buffers;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pooling;

/// <summary>
/// A weighted mean of a sequence's states, whose weights are learnt: softmax_t(q · tanh(W · h_t + b) / √D) (Yang et al., "Hierarchical Attention Networks for
/// Document Classification", NAACL 2016, but for the √D). Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>The map is called <c>key</c>. The <c>query</c> [1, D] starts at zero, so that a fresh layer gives the mean.</remarks>
public sealed class AttentionPooling : Module
{
    /// <summary>A layer with fresh weights.</summary>
    /// <param name="size">D, at least 1.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public AttentionPooling(int size, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        Key = Register("key", new Linear(size, size, random) { Activation = ActivationKind.Tanh });
        Query = Register("query", new Parameter(new FloatTensor(1, size)));
    }

    /// <summary>W and b, with the tanh.</summary>
    public Linear Key { get; }

    /// <summary>q, shape [1, D].</summary>
    public Parameter Query { get; }

    /// <summary>Pools states.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T]: states past them do not count.</param>
    /// <returns>Shape [B, D]; zeros for an empty sequence.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable Forward(Tape tape, Variable states, ReadOnlySpan<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(tape);
        int batch = lengths.Length, size = Key.Inputs;
        var keys = Key.Forward(tape, states);
        var rows = ArrayPool<int>.Shared.Rent(batch);
        var queries = rows.AsSpan(0, batch);
        queries.Clear(); // each sequence asks with the same query
        var asked = tape.EmbeddingLookup(tape.Parameter(Query), queries, batch, 1);
        ArrayPool<int>.Shared.Return(rows);
        return tape.Reshape(tape.Attention(asked, keys, states, 1, lengths), batch, size);
    }
}

using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders;

/// <summary>
/// Reads a sequence of symbols (words of a text, items of a history) and turns it into an interest vector: embedding, then LSTM; the newest hidden state is x.
/// </summary>
/// <remarks>
/// Symbol vectors start at unit length, so that they can serve as softmax weights too; on their way in they are scaled by √D, as the inputs of an LSTM want it (Vaswani et
/// al., 2017, do the same for tied embeddings). Hochreiter and Schmidhuber, 1997; as a session recommender: Hidasi et al., 2016 (with a GRU). Thread safety: <em>single owner</em> while it is trained; encoding and
/// stepping only read the weights and may run on many threads at once.
/// </remarks>
public sealed class LstmEncoder : Module
{
    private readonly float _inputScale;

    /// <summary>A new encoder with random weights.</summary>
    /// <param name="symbolCount">V: how many symbols there are, at least 1.</param>
    /// <param name="size">D: numbers per symbol, per state and in x; at least 1.</param>
    /// <param name="random">Initial weights.</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LstmEncoder(int symbolCount, int size, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(symbolCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        Embedding = Register("embedding", new Embedding(symbolCount, size, random.Fork("embedding")));
        Lstm = Register("lstm", new Lstm(size, size, random.Fork("lstm")));
        _inputScale = MathF.Sqrt(size);
        foreach (ref var value in Embedding.Weight.Value.Span) value /= _inputScale;
    }

    /// <summary>D.</summary>
    public int Size { get; }

    /// <summary>The symbols' vectors, [V, D].</summary>
    public Embedding Embedding { get; }

    /// <summary>What reads them.</summary>
    public Lstm Lstm { get; }

    /// <summary>The state after each symbol.</summary>
    /// <param name="tape">Where to record.</param>
    /// <param name="ids">Symbols [B, T]; what lies past a length is not read.</param>
    /// <param name="lengths">[B], each in 0 … T.</param>
    /// <returns>States [B, T, D]; zero past the length.</returns>
    public Variable Forward(Tape tape, ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (lengths.IsEmpty || ids.Length % lengths.Length != 0)
            throw new ArgumentException($"{ids.Length} ids are not {lengths.Length} rows of equal length.", nameof(ids));
        return Lstm.Forward(tape, Embed(tape, ids, lengths.Length, ids.Length / lengths.Length), lengths);
    }

    /// <summary>The scaled vectors that the LSTM reads, [B, T, D].</summary>
    internal Variable Embed(Tape tape, ReadOnlySpan<int> ids, int batch, int time) => tape.Scale(Embedding.Forward(tape, ids, batch, time), _inputScale);

    /// <summary>Moves a state on by one symbol: the same bits as <see cref="Forward"/>, in time that does not depend on what came before.</summary>
    /// <param name="id">The symbol.</param>
    /// <param name="hidden">h[D], changed in place; zero at the start. After the call it is x.</param>
    /// <param name="cell">c[D], changed in place; zero at the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such symbol.</exception>
    public void Step(int id, Span<float> hidden, Span<float> cell)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Embedding.Weight.Value.Shape[0]);
        Span<float> input = stackalloc float[Size];
        var vector = Embedding.Weight.Value.Span.Slice(id * Size, Size);
        for (var i = 0; i < input.Length; i++) input[i] = vector[i] * _inputScale;
        Lstm.Step(input, hidden, cell);
    }

    /// <summary>The interest vector of a whole sequence.</summary>
    /// <param name="ids">Symbols, oldest first; an empty sequence gives zero.</param>
    /// <param name="interest">Filled: x[D].</param>
    public void Encode(ReadOnlySpan<int> ids, Span<float> interest)
    {
        Throw.IfLengthDiffers(interest.Length, Size, nameof(interest));
        interest.Clear();
        Span<float> cell = stackalloc float[Size];
        cell.Clear();
        foreach (var id in ids) Step(id, interest, cell);
    }
}

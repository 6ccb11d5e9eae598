using System.Buffers;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Decoding;

/// <summary>A model that writes several sequences for each of some sources, step by step, with a tape and a cache of its own. Thread safety: <em>single owner</em>.</summary>
internal sealed class DecodingSession(EncoderDecoder model, ComputeContext context)
{
    private readonly Tape _tape = new(context, recording: false);
    private KeyValueCache? _cache;

    /// <summary>Reads sources, each for <paramref name="copies"/> sequences that follow one another.</summary>
    internal void Start(SequenceBatch source, int copies, int capacity)
    {
        _tape.Reset();
        var memory = model.Encoder.ForwardStates(_tape, source);
        int batch = source.Batch, rows = checked(batch * copies), time = source.Time, size = model.Decoder.Size;
        // A little more room than asked for is kept; another number of rows needs another cache.
        if (_cache is null || _cache.Batch != rows || _cache.Capacity < capacity) _cache = model.Decoder.CreateCache(rows, capacity);
        var rented = ArrayPool<int>.Shared.Rent(2 * rows);
        Span<int> owners = rented.AsSpan(0, rows), lengths = rented.AsSpan(rows, rows);
        for (var row = 0; row < rows; row++) (owners[row], lengths[row]) = (row / copies, source.Lengths[row / copies]);
        if (copies > 1) memory = _tape.Reshape(_tape.GatherRows(_tape.Reshape(memory, batch, time * size), owners), rows, time, size);
        model.Decoder.Start(_tape, memory, lengths, _cache);
        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>Log-probabilities [rows, V] of what comes next, valid until the next call.</summary>
    /// <param name="previous">What each sequence said last; empty at first.</param>
    internal ReadOnlySpan<float> Step(ReadOnlySpan<int> previous)
    {
        _tape.Reset();
        var logits = model.Decoder.Logits(_tape, model.Decoder.Step(_tape, previous, _cache!));
        var scores = _tape.MaskedLogSoftmax(_tape.Reshape(logits, _cache!.Batch, logits.Shape.Last)).Value;
        for (var i = 0; i < scores.Length; i++)
            if (!(scores[i] <= 1)) throw new InvalidOperationException("The model's weights give scores that are not numbers.");
        return scores;
    }

    /// <summary>Lets each sequence go on from another one's past.</summary>
    internal void Reorder(ReadOnlySpan<int> parents) => _cache!.Reorder(parents);
}

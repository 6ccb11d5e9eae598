using System.Collections.Concurrent;
using MarlRec.Encoders;
using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pretraining;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// Scores items by how well their vectors fit the state of a body that has read the history: what <see cref="NextItemObjective"/> trains. Thread safety:
/// <em>thread-safe</em> while nobody trains the body.
/// </summary>
/// <remarks>Item vectors are computed once, when the ranker is made. A history of nothing scores as zeros; what nobody has been seen to like is another ranker's business.</remarks>
public sealed class NextItemRanker : IRanker
{
    private readonly SequenceBody _body;
    private readonly FloatTensor _vectors; // [V, D], what is read
    private readonly FloatTensor _answers; // [V, D], what is scored
    private readonly int _maximumLength;
    private readonly ConcurrentBag<Tape> _tapes = [];

    /// <summary>A ranker from trained parts.</summary>
    /// <param name="items">The item vectors.</param>
    /// <param name="body">What reads them: causal, and of their width.</param>
    /// <param name="maximumLength">How many of a history's newest events are read, at least 1 and no more than the body can read: the objective's <see cref="NextItemOptions.MaximumLength"/>.</param>
    /// <param name="cosine">Whether items score by the cosine with the state instead of the inner product: for what was trained with a <see cref="NextItemOptions.Temperature"/>.</param>
    /// <param name="context">Computes the vectors; null for the calling thread.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> or <paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">The body is not causal or of another width.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumLength"/> is out of range.</exception>
    public NextItemRanker(ItemVectors items, SequenceBody body, int maximumLength = 50, bool cosine = false, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(body);
        if (!body.IsCausal) throw new ArgumentException("The body sees later events, so it was not trained to predict the next one.", nameof(body));
        if (body.Size != items.Size) throw new ArgumentException($"The body reads vectors of width {body.Size}, but the items' have {items.Size}.", nameof(body));
        Throw.IfOutside(maximumLength, 1, body.MaximumLength);
        (_body, _maximumLength) = (body, maximumLength);
        _vectors = _answers = items.Compute(context);
        if (!cosine) return;
        // The state's own length is the same for all items and changes no order.
        _answers = FloatTensor.From(_vectors.Span, _vectors.Shape[0], _vectors.Shape[1]);
        for (var item = 0; item < ItemCount; item++) InterestRanker.Normalise(_answers.Span.Slice(item * items.Size, items.Size));
    }

    /// <inheritdoc />
    public int ItemCount => _vectors.Shape[0];

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The number of scores is not V.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item of the history is out of range.</exception>
    public void Score(ReadOnlySpan<int> history, Span<float> scores)
    {
        Throw.IfLengthDiffers(scores.Length, ItemCount, nameof(scores));
        RankerArguments.RequireItems(history, ItemCount);
        scores.Clear();
        if (history.IsEmpty) return;
        ReadOnlySpan<float> vectors = _vectors.Span, answers = _answers.Span;
        var size = _body.Size;
        var newest = history[Math.Max(0, history.Length - _maximumLength)..];
        var read = new float[newest.Length * size];
        for (var t = 0; t < newest.Length; t++) vectors.Slice(newest[t] * size, size).CopyTo(read.AsSpan(t * size));
        if (!_tapes.TryTake(out var tape)) tape = new Tape(ComputeContext.Serial, recording: false);
        var states = _body.Forward(tape, TokenTable.ScaleIn(tape, tape.Constant(read, 1, newest.Length, size)), [newest.Length]);
        var state = states.Value[^size..];
        for (var item = 0; item < scores.Length; item++) scores[item] = RowKernels.Dot(answers.Slice(item * size, size), state);
        tape.Reset();
        _tapes.Add(tape);
    }
}

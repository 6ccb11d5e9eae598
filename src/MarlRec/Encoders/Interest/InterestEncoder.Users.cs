using System.Collections.Concurrent;
using MarlRec.Encoders.Bodies;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Interest;

public sealed partial class InterestEncoder
{
    // One user is little work: it stays on the caller's thread, and many users are served side by side.
    private readonly ConcurrentBag<Tape> _tapes = [];

    /// <inheritdoc/>
    public InterestState Begin() => new EncodedInterest(this, 0, Behaviour.Begin(), null, Nobody.Value.Span.ToArray());

    /// <inheritdoc/>
    public InterestState Append(InterestState state, params ReadOnlySpan<int> items)
    {
        var known = Own(state);
        for (var i = 0; i < items.Length; i++)
            if ((uint)items[i] >= (uint)ItemCount) throw new ArgumentOutOfRangeException(nameof(items), items[i], $"items[{i}] must be in [0, {ItemCount}).");
        if (items.IsEmpty) return state;
        var tape = Rent();
        try
        {
            var behaviour = Behaviour.Step(tape, Vectors(tape, items, 1), known.Behaviour);
            return StateOf(tape, known.Events + items.Length, behaviour, known.Text);
        }
        finally
        {
            Return(tape);
        }
    }

    /// <inheritdoc/>
    public InterestState WithText(InterestState state, ReadOnlySpan<int> tokens)
    {
        var known = Own(state);
        if (!tokens.IsEmpty)
        {
            if (Text is null) throw new InvalidOperationException("The encoder reads no texts.");
            RequireLength(tokens.Length, nameof(tokens));
            for (var i = 0; i < tokens.Length; i++)
                if ((uint)tokens[i] >= (uint)Text.Vocabulary) throw new ArgumentOutOfRangeException(nameof(tokens), tokens[i], $"tokens[{i}] must be in [0, {Text.Vocabulary}).");
        }

        var tape = Rent();
        try
        {
            var text = tokens.IsEmpty ? null : Text!.ForwardPooled(tape, new SequenceBatch(tokens, [tokens.Length], tokens.Length)).Value.ToArray();
            return StateOf(tape, known.Events, known.Behaviour, text);
        }
        finally
        {
            Return(tape);
        }
    }

    /// <inheritdoc/>
    public InterestState Import(ReadOnlySpan<float> numbers)
    {
        var read = new InterestNumbers(numbers, Size);
        if (Text is null && !read.Text.IsEmpty) throw new ArgumentException("The numbers tell of a text, but the encoder reads none.", nameof(numbers));
        if (read.Events > 0 && read.Behaviour.IsEmpty) throw new ArgumentException($"The numbers tell of {read.Events} events, but hold nothing of them.", nameof(numbers));
        var tape = Rent();
        try
        {
            var behaviour = read.Events == 0 ? Behaviour.Begin() : Behaviour.Import(tape, read.Behaviour);
            return StateOf(tape, read.Events, behaviour, read.Text.IsEmpty ? null : read.Text.ToArray());
        }
        finally
        {
            Return(tape);
        }
    }

    private EncodedInterest StateOf(Tape tape, long events, BodyState behaviour, float[]? text) => new(this, events, behaviour, text, ChoiceOf(events > 0, text is not null) switch
    {
        Choice.Behaviour => null,
        Choice.Nobody => Nobody.Value.Span.ToArray(),
        Choice.Text => text,
        _ => Mix(tape, tape.Constant(text, 1, Size), tape.Constant(behaviour.Output, 1, Size)).Value.ToArray(),
    });

    private EncodedInterest Own(InterestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state is EncodedInterest known && ReferenceEquals(known.Owner, this)
            ? known
            : throw new ArgumentException("The state was made by another encoder.", nameof(state));
    }

    private Tape Rent() => _tapes.TryTake(out var tape) ? tape : new Tape(ComputeContext.Serial, recording: false);

    private void Return(Tape tape)
    {
        tape.Reset();
        _tapes.Add(tape);
    }
}

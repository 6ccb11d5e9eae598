using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Interest;

public sealed partial class InterestEncoder
{
    /// <summary>x of several users: the same bits as <see cref="Append"/> and <see cref="WithText"/> give when nothing is dropped.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="histories">B histories, at least one, of any lengths; of long ones the <see cref="Bodies.SequenceBody.Window"/> is read.</param>
    /// <param name="texts">B texts, of which some may be empty; default for none at all.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, D].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no history, the numbers of histories and texts differ, texts are too long, or the encoder reads none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public Variable Forward(Tape tape, SequenceBatch histories, SequenceBatch texts = default, RandomStream? random = null)
    {
        Require(tape, histories, texts);
        if (histories.Time > Behaviour.MaximumLength) histories = Windows(tape, histories);
        var behaviour = tape.LastSteps(Read(tape, histories, random), histories.Lengths);
        var choices = tape.Workspace.Ints(histories.Batch);
        var hasTexts = texts.Batch > 0;
        for (var b = 0; b < choices.Length; b++) choices[b] = (int)ChoiceOf(histories.Lengths[b] > 0, hasTexts && texts.Lengths[b] > 0);
        return Choose(tape, behaviour, hasTexts ? Text!.ForwardPooled(tape, texts, random) : null, choices);
    }

    /// <summary>x of several users after each event, as next-item training wants it. The text is the same at all of a user's events.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="histories">B histories, at least one.</param>
    /// <param name="texts">B texts, of which some may be empty; default for none at all.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T, D]; past a history's length it means nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no history, histories or texts are too long, their numbers differ, or the encoder reads no texts.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public Variable ForwardEvents(Tape tape, SequenceBatch histories, SequenceBatch texts = default, RandomStream? random = null)
    {
        Require(tape, histories, texts);
        if (histories.Time > Behaviour.MaximumLength)
            throw new ArgumentException($"histories of {histories.Time} events are longer than the {Behaviour.MaximumLength} that the body can read at once.", nameof(histories));
        var states = Read(tape, histories, random);
        if (texts.Batch == 0) return states;
        int batch = histories.Batch, time = histories.Time;
        Span<int> users = tape.Workspace.Ints(batch * time), choices = tape.Workspace.Ints(batch * time);
        for (var row = 0; row < users.Length; row++)
        {
            users[row] = row / time;
            choices[row] = (int)ChoiceOf(true, texts.Lengths[row / time] > 0);
        }

        var spoken = tape.GatherRows(Text!.ForwardPooled(tape, texts, random), users);
        return tape.Reshape(Choose(tape, tape.Reshape(states, batch * time, Size), spoken, choices), batch, time, Size);
    }

    private enum Choice
    {
        Behaviour,
        Nobody,
        Text,
        Both,
    }

    private static Choice ChoiceOf(bool hasBehaviour, bool hasText) =>
        hasBehaviour ? hasText ? Choice.Both : Choice.Behaviour : hasText ? Choice.Text : Choice.Nobody;

    /// <summary>States [B, T, D] of the body.</summary>
    private Variable Read(Tape tape, SequenceBatch items, RandomStream? random) => Behaviour.Forward(tape, Vectors(tape, items.Ids, items.Batch), items.Lengths, random);

    /// <summary>What the body reads for items [B, T].</summary>
    private Variable Vectors(Tape tape, ReadOnlySpan<int> items, int batch) =>
        TokenTable.ScaleIn(tape, tape.EmbeddingLookup(tape.Parameter(Items), items, batch, items.Length / batch));

    // Rows side by side, of which each takes one: what is not there has no part in the result, nor in a gradient.
    private Variable Choose(Tape tape, Variable behaviour, Variable? text, ReadOnlySpan<int> choices)
    {
        if (!choices.ContainsAnyExcept((int)Choice.Behaviour)) return behaviour;
        int count = choices.Length, width = 2;
        var rows = tape.Workspace.Ints(count);
        rows.Clear();
        var all = tape.Concat(behaviour, tape.Reshape(tape.EmbeddingLookup(tape.Parameter(Nobody), rows, count, 1), count, Size));
        if (text is { } spoken)
        {
            all = tape.Concat(all, tape.Concat(spoken, Mix(tape, spoken, behaviour)));
            width = 4;
        }

        for (var i = 0; i < count; i++) rows[i] = i * width + choices[i];
        return tape.GatherRows(tape.Reshape(all, count * width, Size), rows);
    }

    /// <summary>g ⊙ text + (1 − g) ⊙ behaviour, [N, D].</summary>
    private Variable Mix(Tape tape, Variable text, Variable behaviour)
    {
        var gate = Gate!.Forward(tape, tape.Concat(text, behaviour));
        return tape.Add(behaviour, tape.Multiply(gate, tape.Subtract(text, behaviour)));
    }

    private SequenceBatch Windows(Tape tape, SequenceBatch histories)
    {
        var lengths = tape.Workspace.Ints(histories.Batch);
        var time = 1;
        for (var b = 0; b < lengths.Length; b++)
        {
            lengths[b] = Behaviour.Window(histories.Lengths[b]);
            time = Math.Max(time, lengths[b]);
        }

        var ids = tape.Workspace.Ints(lengths.Length * time);
        ids.Clear();
        for (var b = 0; b < lengths.Length; b++)
            histories.Ids.Slice(b * histories.Time + histories.Lengths[b] - lengths[b], lengths[b]).CopyTo(ids[(b * time)..]);
        return new SequenceBatch(ids, lengths, time);
    }

    private void Require(Tape tape, SequenceBatch histories, SequenceBatch texts)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (histories.Batch == 0) throw new ArgumentException("histories must hold at least one, which may be empty.", nameof(histories));
        if (texts.Batch == 0) return;
        if (Text is null) throw new ArgumentException("The encoder reads no texts.", nameof(texts));
        if (texts.Batch != histories.Batch) throw new ArgumentException($"There are {texts.Batch} texts, but {histories.Batch} histories.", nameof(texts));
        RequireLength(texts.Time, nameof(texts));
    }

    private void RequireLength(int tokens, string name)
    {
        if (tokens > Text!.Body.MaximumLength)
            throw new ArgumentException($"A text of {tokens} tokens is longer than the {Text.Body.MaximumLength} that its body can read.", name);
    }
}

using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Bodies;

/// <summary>What a <see cref="TokenEncoder"/> reads its tokens' vectors with: one state for each step. Thread safety: see <see cref="Module"/>.</summary>
/// <remarks>
/// <para>A causal body also reads on, step by step, from what it keeps as a <see cref="BodyState"/>: the same bits as <see cref="Forward"/>, however the steps
/// are cut into calls. Any number of threads may read on from any states, each with a tape of its own, while nobody trains.</para>
/// <para>A body of a greatest length M that is full drops all but its newest ⌊M / 2⌋ steps, reads them again as a sequence of their own, and goes on. So it sees
/// at least the newest ⌊M / 2⌋ + 1 steps of a longer sequence, and the reading again costs about one step more for each step. <see cref="Window"/> says how many.</para>
/// <para>By default the steps are kept and all read again at each new one, which suits any causal body; who knows better overrides <see cref="Start"/>,
/// <see cref="Read"/> and, unless the exported numbers are the steps, <see cref="Restore"/>.</para>
/// </remarks>
public abstract class SequenceBody : Module
{
    /// <summary>D, the width of vectors and states.</summary>
    public abstract int Size { get; }

    /// <summary>Whether a state depends on its own step and earlier ones only.</summary>
    public abstract bool IsCausal { get; }

    /// <summary>The most steps of a sequence.</summary>
    public abstract int MaximumLength { get; }

    /// <summary>Reads sequences.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T]: steps past them change no state before them, and their own states mean nothing.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T, D].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or T is above <see cref="MaximumLength"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public abstract Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null);

    /// <summary>How many of its newest steps are seen at the end of a sequence that is read on and on: all up to <see cref="MaximumLength"/>, then see the remarks.</summary>
    /// <param name="steps">How many steps the sequence has, 0 or more.</param>
    /// <returns>In [0, <see cref="MaximumLength"/>].</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is negative.</exception>
    public int Window(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (steps <= MaximumLength) return (int)steps;
        var kept = MaximumLength / 2;
        return kept + 1 + (int)((steps - MaximumLength - 1) % (MaximumLength - kept));
    }

    /// <summary>The state before the first step of a sequence.</summary>
    /// <exception cref="InvalidOperationException">The body is not causal: a new step changes what it says of earlier ones.</exception>
    public BodyState Begin()
    {
        RequireCausal();
        return Start();
    }

    /// <summary>Reads on: the same bits as <see cref="Forward"/> over the whole sequence, or over its <see cref="Window"/>. Thread safety: <em>thread-safe</em> while nobody trains.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="x">Shape [1, t, D] with t ≥ 1: the next steps.</param>
    /// <param name="state">A state of this body. It stays as it is.</param>
    /// <returns>The state after those steps.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The state is another body's, the shape does not fit, or the tape records.</exception>
    public BodyState Step(Tape tape, Variable x, BodyState state)
    {
        RequireInference(tape);
        ArgumentNullException.ThrowIfNull(state);
        if (!ReferenceEquals(state.Body, this)) throw new ArgumentException("The state was made by another body.", nameof(state));
        var shape = x.Shape;
        if (shape.Rank != 3 || shape[0] != 1 || shape[1] < 1 || shape[2] != Size)
            throw new ArgumentException($"x of shape {shape} does not fit one sequence of a step or more, [1,t,{Size}].", nameof(x));
        return Read(tape, x, state);
    }

    /// <summary>Makes a state again from what <see cref="BodyState.Export"/> said.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="numbers">Numbers that a body of the same sizes and weights exported; with other weights a state of this body, but not the one that was.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">The number of numbers does not fit, a number is not finite, or the tape records.</exception>
    /// <exception cref="InvalidOperationException">The body is not causal.</exception>
    public BodyState Import(Tape tape, ReadOnlySpan<float> numbers)
    {
        RequireInference(tape);
        RequireCausal();
        Throw.IfNotAllFinite(numbers, nameof(numbers));
        return Restore(tape, numbers);
    }

    /// <summary>The state before the first step; the body is causal.</summary>
    protected virtual BodyState Start() => new StepsState(this, [], new float[Size]);

    /// <summary>Reads on; arguments are valid.</summary>
    /// <param name="tape">Does not record.</param>
    /// <param name="x">Shape [1, t, D] with t ≥ 1.</param>
    /// <param name="state">A state of this body.</param>
    /// <returns>The state after those steps.</returns>
    protected virtual BodyState Read(Tape tape, Variable x, BodyState state)
    {
        var all = Newest(tape, ((StepsState)state).Steps, x);
        var time = all.Shape[1];
        return new StepsState(this, all.Value.ToArray(), Forward(tape, all, [time]).Value.Slice((time - 1) * Size, Size).ToArray());
    }

    /// <summary>Makes a state again; the body is causal and numbers are finite. By default they are steps [t, D], which are read.</summary>
    /// <param name="tape">Does not record.</param>
    /// <param name="numbers">What a state exported.</param>
    /// <exception cref="ArgumentException">The number of numbers does not fit.</exception>
    protected virtual BodyState Restore(Tape tape, ReadOnlySpan<float> numbers)
    {
        var steps = numbers.Length / Size;
        if (numbers.Length % Size != 0 || steps > MaximumLength)
            throw new ArgumentException($"{numbers.Length} numbers are not up to {MaximumLength} steps of width {Size}.", nameof(numbers));
        return steps == 0 ? Start() : Read(tape, tape.Constant(numbers, 1, steps, Size), Start());
    }

    /// <summary>Those steps of [t, D] and then of x [1, u, D] that are seen after them, [1, w, D].</summary>
    private protected Variable Newest(Tape tape, ReadOnlySpan<float> before, Variable x)
    {
        var window = Window(before.Length / Size + (long)x.Shape[1]) * Size;
        if (window == x.Value.Length) return x;
        var all = tape.Workspace.Floats(window);
        var old = Math.Max(0, window - x.Value.Length);
        before[^old..].CopyTo(all);
        x.Value[^(window - old)..].CopyTo(all[old..]);
        return tape.Constant(all, 1, window / Size, Size);
    }

    private static void RequireInference(Tape tape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (tape.IsRecording) throw new ArgumentException("Reading on is for inference; the tape must not record.", nameof(tape));
    }

    private void RequireCausal()
    {
        if (!IsCausal) throw new InvalidOperationException("A body that is not causal cannot read on: a new step changes what it says of earlier ones.");
    }
}

using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// A long short-term memory (Hochreiter and Schmidhuber, 1997) with forget gates (Gers et al., 2000). Thread safety: see <see cref="Module"/>;
/// <see cref="Step"/> only reads weights.
/// </summary>
/// <remarks>
/// Weights [4H, D] and [4H, H], gates in PyTorch's order i, f, g, o, start uniform in ±1/√H; there is one bias [4H], zero but for the forget gates' 1
/// (Józefowicz et al., 2015).
/// </remarks>
public sealed unsafe class Lstm : Module, ISequentialLayer
{
    private const int StackFloats = 4096;

    /// <summary>A layer with fresh weights.</summary>
    /// <param name="inputs">D, at least 1.</param>
    /// <param name="hidden">H, at least 1.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public Lstm(int inputs, int hidden, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentNullException.ThrowIfNull(random);
        Inputs = inputs;
        Hidden = hidden;
        var limit = 1 / Math.Sqrt(hidden);
        InputWeight = Register("weight_ih", new Parameter(Initializers.Uniform(new FloatTensor(4 * hidden, inputs), limit, random)));
        HiddenWeight = Register("weight_hh", new Parameter(Initializers.Uniform(new FloatTensor(4 * hidden, hidden), limit, random)));
        Bias = Register("bias", new Parameter(new FloatTensor(4 * hidden)));
        Bias.Value.Span.Slice(hidden, hidden).Fill(1);
    }

    /// <summary>D.</summary>
    public int Inputs { get; }

    /// <summary>H.</summary>
    public int Hidden { get; }

    /// <summary>Shape [4H, D].</summary>
    public Parameter InputWeight { get; }

    /// <summary>Shape [4H, H].</summary>
    public Parameter HiddenWeight { get; }

    /// <summary>Shape [4H].</summary>
    public Parameter Bias { get; }

    /// <summary>As a layer of a <see cref="Sequential"/>: whether to pass on all steps [B, T, H] instead of each sequence's last one [B, H]. Default false.</summary>
    public bool ReturnSequences { get; init; }

    /// <summary>Runs whole sequences from a state of zero.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T]; steps past them give zeros and cost nothing.</param>
    /// <returns>Shape [B, T, H]: the state h after each step.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.LstmSequence(x, lengths, tape.Parameter(InputWeight), tape.Parameter(HiddenWeight), tape.Parameter(Bias));
    }

    /// <summary>As <see cref="Forward"/>, but only the last state of each sequence, without memory for the others.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T].</param>
    /// <returns>Shape [B, H]; zeros for an empty sequence.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable ForwardLast(Tape tape, Variable x, ReadOnlySpan<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.LstmLast(x, lengths, tape.Parameter(InputWeight), tape.Parameter(HiddenWeight), tape.Parameter(Bias));
    }

    /// <summary>The last state of each sequence, zeros for an empty one.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="output">What <see cref="Forward"/> returned, shape [B, T, H].</param>
    /// <param name="lengths">The same lengths.</param>
    /// <returns>Shape [B, H].</returns>
    public static Variable Last(Tape tape, Variable output, ReadOnlySpan<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.LastSteps(output, lengths);
    }

    /// <summary>
    /// Moves one sequence on by one step, in constant time and without a tape; the same bits as <see cref="Forward"/> over the whole sequence.
    /// Thread safety: <em>thread-safe</em> while nobody trains.
    /// </summary>
    /// <param name="x">The input, D numbers.</param>
    /// <param name="h">The state, H numbers: zeros at first; replaced.</param>
    /// <param name="c">The cells, H numbers: zeros at first; replaced.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Step(ReadOnlySpan<float> x, Span<float> h, Span<float> c)
    {
        Throw.IfLengthDiffers(x.Length, Inputs, nameof(x));
        Throw.IfLengthDiffers(h.Length, Hidden, nameof(h));
        Throw.IfLengthDiffers(c.Length, Hidden, nameof(c));
        var length = 5 * Hidden;
        var scratch = length <= StackFloats ? stackalloc float[length] : new float[length];
        fixed (float* gates = scratch, px = x, ph = h, pc = c)
        {
            MatrixVector.Run(4 * Hidden, Inputs, InputWeight.Value.Pointer, px, Bias.Value.Pointer, gates);
            MatrixVector.Run(4 * Hidden, Hidden, HiddenWeight.Value.Pointer, ph, gates, gates);
            LstmCell.Forward(1, Hidden, gates, pc, pc, gates + 4 * Hidden, ph, Hidden);
        }

        GC.KeepAlive(this);
    }

    Variable ISequentialLayer.Forward(Tape tape, Variable? input, SequenceBatch batch)
    {
        var x = Sequential.RequireInput(input, this);
        return ReturnSequences ? Forward(tape, x, batch.Lengths) : ForwardLast(tape, x, batch.Lengths);
    }
}

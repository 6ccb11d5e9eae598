using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// A gated recurrent unit (Cho et al., "Learning Phrase Representations using RNN Encoder–Decoder", EMNLP 2014), with PyTorch's placing of the reset gate.
/// Thread safety: see <see cref="Module"/>; <see cref="Step"/> only reads weights.
/// </summary>
/// <remarks>Weights [3H, D] and [3H, H] and two biases [3H], gates in PyTorch's order r, z, n, start uniform in ±1/√H.</remarks>
public sealed unsafe class Gru : Module, ISequentialLayer
{
    private const int StackFloats = 4096;

    /// <summary>A layer with fresh weights.</summary>
    /// <param name="inputs">D, at least 1.</param>
    /// <param name="hidden">H, at least 1.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public Gru(int inputs, int hidden, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentNullException.ThrowIfNull(random);
        Inputs = inputs;
        Hidden = hidden;
        var limit = 1 / Math.Sqrt(hidden);
        InputWeight = Register("weight_ih", new Parameter(Initializers.Uniform(new FloatTensor(3 * hidden, inputs), limit, random)));
        HiddenWeight = Register("weight_hh", new Parameter(Initializers.Uniform(new FloatTensor(3 * hidden, hidden), limit, random)));
        InputBias = Register("bias_ih", new Parameter(Initializers.Uniform(new FloatTensor(3 * hidden), limit, random)));
        HiddenBias = Register("bias_hh", new Parameter(Initializers.Uniform(new FloatTensor(3 * hidden), limit, random)));
    }

    /// <summary>D.</summary>
    public int Inputs { get; }

    /// <summary>H.</summary>
    public int Hidden { get; }

    /// <summary>Shape [3H, D].</summary>
    public Parameter InputWeight { get; }

    /// <summary>Shape [3H, H].</summary>
    public Parameter HiddenWeight { get; }

    /// <summary>Shape [3H].</summary>
    public Parameter InputBias { get; }

    /// <summary>Shape [3H].</summary>
    public Parameter HiddenBias { get; }

    /// <summary>As a layer of a <see cref="Sequential"/>: whether to pass on all steps [B, T, H] instead of each sequence's last one [B, H]. Default false.</summary>
    public bool ReturnSequences { get; init; }

    /// <summary>Runs whole sequences.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T]; steps past them give zeros and cost nothing.</param>
    /// <param name="initial">The states before the first step, shape [B, H]; null for zeros.</param>
    /// <returns>Shape [B, T, H]: the state h after each step; <see cref="Tape.LastSteps"/> takes each sequence's last.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, Variable? initial = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.GruSequence(
            x, lengths, tape.Parameter(InputWeight), tape.Parameter(HiddenWeight), tape.Parameter(InputBias), tape.Parameter(HiddenBias), initial);
    }

    /// <summary>
    /// Moves one sequence on by one step, in constant time and without a tape; the same bits as <see cref="Forward"/> over the whole sequence.
    /// Thread safety: <em>thread-safe</em> while nobody trains.
    /// </summary>
    /// <param name="x">The input, D numbers.</param>
    /// <param name="h">The state, H numbers: zeros at first; replaced.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Step(ReadOnlySpan<float> x, Span<float> h)
    {
        Throw.IfLengthDiffers(x.Length, Inputs, nameof(x));
        Throw.IfLengthDiffers(h.Length, Hidden, nameof(h));
        var length = 4 * Hidden;
        var scratch = length <= StackFloats ? stackalloc float[length] : new float[length];
        // Of the gates r and z both biases are one.
        InputBias.Value.Span.CopyTo(scratch);
        RowKernels.Add(HiddenBias.Value.Span[..(2 * Hidden)], scratch[..(2 * Hidden)]);
        fixed (float* gates = scratch, px = x, ph = h)
        {
            float* candidate = gates + 3 * Hidden, weight = HiddenWeight.Value.Pointer;
            MatrixVector.Run(3 * Hidden, Inputs, InputWeight.Value.Pointer, px, gates, gates);
            MatrixVector.Run(2 * Hidden, Hidden, weight, ph, gates, gates);
            MatrixVector.Run(Hidden, Hidden, weight + (nint)2 * Hidden * Hidden, ph, HiddenBias.Value.Pointer + 2 * Hidden, candidate);
            GruCell.Forward(1, Hidden, gates, candidate, ph, ph);
        }

        GC.KeepAlive(this);
    }

    Variable ISequentialLayer.Forward(Tape tape, Variable? input, SequenceBatch batch)
    {
        var output = Forward(tape, Sequential.RequireInput(input, this), batch.Lengths);
        return ReturnSequences ? output : tape.LastSteps(output, batch.Lengths);
    }
}

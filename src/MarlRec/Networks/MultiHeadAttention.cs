using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// Several attentions side by side between linear maps (Vaswani et al., "Attention Is All You Need", NeurIPS 2017): of a sequence to itself, or to another
/// one. Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>
/// As in PyTorch, the three maps of the input are one matrix <c>in_proj_weight</c> [3D, D] (rows of queries, keys, values) with a bias [3D], so that
/// self-attention takes one product; <c>out_proj</c> is a <see cref="Linear"/>. Weights start as Glorot and Bengio (2010) have it, biases at zero.
/// </remarks>
public sealed class MultiHeadAttention : Module
{
    /// <summary>A layer with fresh weights.</summary>
    /// <param name="size">D, at least 1.</param>
    /// <param name="heads">N, at least 1; divides D.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="dropout">The probability with which a probability of attention is dropped while training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">N does not divide D.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public MultiHeadAttention(int size, int heads, RandomStream random, float dropout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (size % heads != 0) throw new ArgumentException($"{heads} heads cannot share {size} columns evenly.", nameof(heads));
        ArgumentNullException.ThrowIfNull(random);
        if (!(dropout >= 0 && dropout < 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "dropout must be in [0, 1).");
        Size = size;
        Heads = heads;
        Dropout = dropout;
        InputWeight = Register("in_proj_weight", new Parameter(Initializers.Glorot(new FloatTensor(3 * size, size), size, 3 * size, random)));
        InputBias = Register("in_proj_bias", new Parameter(new FloatTensor(3 * size)));
        Output = Register("out_proj", new Linear(size, size, random));
    }

    /// <summary>D.</summary>
    public int Size { get; }

    /// <summary>N.</summary>
    public int Heads { get; }

    /// <summary>The probability with which a probability is dropped while training.</summary>
    public float Dropout { get; }

    /// <summary>Shape [3D, D]: queries, keys, values.</summary>
    public Parameter InputWeight { get; }

    /// <summary>Shape [3D].</summary>
    public Parameter InputBias { get; }

    /// <summary>The map of the heads' results.</summary>
    public Linear Output { get; }

    /// <summary>Self-attention.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T]: steps past them are not seen. Empty for none.</param>
    /// <param name="causal">Whether a step sees itself and earlier ones only.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T, D].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths = default, bool causal = false, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        var projected = Project(tape, x);
        return Output.Forward(tape, tape.SelfAttention(projected, Heads, lengths, causal, random is null ? 0 : Dropout, random));
    }

    /// <summary>Attention to another sequence.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, Tq, D]: what asks.</param>
    /// <param name="memory">Shape [B, Tk, D]: what is looked at.</param>
    /// <param name="memoryLengths">B lengths in [0, Tk]: steps past them are not seen. Empty for none.</param>
    /// <param name="causal">Whether step t of x sees steps 0 to t of the memory only; then Tq is Tk.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, Tq, D].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable ForwardCross(
        Tape tape, Variable x, Variable memory, ReadOnlySpan<int> memoryLengths = default, bool causal = false, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        var attended = tape.CrossAttention(ProjectQueries(tape, x), ProjectMemory(tape, memory), Heads, memoryLengths, causal, random is null ? 0 : Dropout, random);
        return Output.Forward(tape, attended);
    }

    /// <summary>Causal self-attention of new steps, after those in the store.</summary>
    internal Variable Step(Tape tape, Variable x, KeyValueStore store, int first) =>
        Output.Forward(tape, tape.AppendAttention(Project(tape, x), store, first));

    /// <summary>Attention to a memory whose keys and values are in the store.</summary>
    internal Variable StepCross(Tape tape, Variable x, KeyValueStore memory, int time, ReadOnlySpan<int> memoryLengths) =>
        Output.Forward(tape, tape.StoredAttention(ProjectQueries(tape, x), memory, time, memoryLengths));

    /// <summary>Queries, keys and values side by side, shape [B, T, 3D].</summary>
    internal Variable Project(Tape tape, Variable x) => tape.IsRecording
        ? tape.Linear(x, tape.Parameter(InputWeight), tape.Parameter(InputBias))
        : tape.InferLinear(x, InputWeight, InputBias, null);

    /// <summary>Queries alone, shape [B, T, D].</summary>
    internal Variable ProjectQueries(Tape tape, Variable x) => tape.Linear(x, tape.ParameterRows(InputWeight, 0, Size), tape.ParameterRows(InputBias, 0, Size));

    /// <summary>Keys and values side by side, shape [B, Tk, 2D].</summary>
    internal Variable ProjectMemory(Tape tape, Variable memory) =>
        tape.Linear(memory, tape.ParameterRows(InputWeight, Size, 2 * Size), tape.ParameterRows(InputBias, Size, 2 * Size));
}

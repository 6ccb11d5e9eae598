using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Bodies;

/// <summary>
/// A stack of LSTMs or GRUs, each reading the states of the one below (Graves et al., "Speech Recognition with Deep Recurrent Neural Networks", ICASSP 2013).
/// Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>
/// Parameters are called <c>layers.0.weight_ih</c> and so on. Dropout falls on what each layer reads. A <see cref="BodyState"/> has one size, however many
/// steps were read, and a step from it one cost.
/// </remarks>
public sealed class RecurrentBody : SequenceBody
{
    private readonly Module[] _layers;
    private readonly Dropout _dropout;

    /// <summary>A stack with fresh weights.</summary>
    /// <param name="cell">LSTM or GRU.</param>
    /// <param name="size">D, at least 1.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="layers">How many, at least 1.</param>
    /// <param name="dropout">The probability with which an element is dropped while training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public RecurrentBody(RecurrentCell cell, int size, RandomStream random, int layers = 1, float dropout = 0)
    {
        if (!Enum.IsDefined(cell)) throw new ArgumentOutOfRangeException(nameof(cell), cell, "cell must be a known one.");
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        if (!(dropout >= 0 && dropout < 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "dropout must be in [0, 1).");
        Size = size;
        Cell = cell;
        _dropout = new Dropout(dropout);
        _layers = new Module[layers];
        for (var i = 0; i < layers; i++) _layers[i] = cell == RecurrentCell.Lstm ? new Lstm(size, size, random) : new Gru(size, size, random);
        Register("layers", new ModuleList(_layers));
    }

    /// <summary>LSTM or GRU.</summary>
    public RecurrentCell Cell { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <inheritdoc/>
    public override bool IsCausal => true;

    /// <inheritdoc/>
    public override int MaximumLength => int.MaxValue;

    /// <inheritdoc/>
    public override Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        foreach (var layer in _layers)
        {
            x = _dropout.Forward(tape, x, random);
            x = layer is Lstm lstm ? lstm.Forward(tape, x, lengths) : ((Gru)layer).Forward(tape, x, lengths);
        }

        return x;
    }

    /// <inheritdoc/>
    protected override BodyState Start() => StateOf(new float[_layers.Length * LayerWidth]);

    /// <inheritdoc/>
    protected override BodyState Read(Tape tape, Variable x, BodyState state)
    {
        var values = ((RecurrentState)state).Values.ToArray();
        for (var steps = x.Value; !steps.IsEmpty; steps = steps[Size..])
        {
            var input = steps[..Size];
            for (var i = 0; i < _layers.Length; i++)
            {
                var hidden = values.AsSpan(i * LayerWidth, Size);
                if (_layers[i] is Lstm lstm) lstm.Step(input, hidden, values.AsSpan(i * LayerWidth + Size, Size));
                else ((Gru)_layers[i]).Step(input, hidden);
                input = hidden;
            }
        }

        return StateOf(values);
    }

    /// <inheritdoc/>
    protected override BodyState Restore(Tape tape, ReadOnlySpan<float> numbers)
    {
        Throw.IfLengthDiffers(numbers.Length, _layers.Length * LayerWidth, nameof(numbers));
        return StateOf(numbers.ToArray());
    }

    // h, and an LSTM's c.
    private int LayerWidth => Cell == RecurrentCell.Lstm ? 2 * Size : Size;

    private RecurrentState StateOf(float[] values) => new(this, values, (_layers.Length - 1) * LayerWidth);
}

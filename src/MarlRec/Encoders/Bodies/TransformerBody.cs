using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Bodies;

/// <summary>
/// Positions and a stack of self-attention (Vaswani et al., "Attention Is All You Need", NeurIPS 2017), in which a step sees the whole sequence or, causally,
/// what came before it. Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>
/// Parameters are called <c>layers.0.self_attn.in_proj_weight</c> and so on, below <c>encoder</c>; learnt positions are <c>positions.weight</c>. A
/// <see cref="BodyState"/> keeps keys and values, so that a step costs one step and not all before it.
/// </remarks>
public sealed class TransformerBody : SequenceBody
{
    private readonly TransformerEncoder _encoder;
    private readonly LearnedPositions? _learned;
    private readonly SinusoidalPositions? _waves;
    private readonly Dropout _dropout;

    /// <summary>A stack with fresh weights.</summary>
    /// <param name="options">Sizes and wiring.</param>
    /// <param name="maximumLength">The most steps of a sequence, at least 1.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="causal">Whether a step sees itself and earlier ones only.</param>
    /// <param name="positions">How places are told.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option or argument is out of range.</exception>
    public TransformerBody(
        TransformerOptions options, int maximumLength, RandomStream random, bool causal = false, PositionKind positions = PositionKind.Sinusoidal)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumLength, 1);
        ArgumentNullException.ThrowIfNull(random);
        if (!Enum.IsDefined(positions)) throw new ArgumentOutOfRangeException(nameof(positions), positions, "positions must be of a known kind.");
        _encoder = Register("encoder", new TransformerEncoder(options, random));
        if (positions == PositionKind.Learned) _learned = Register("positions", new LearnedPositions(maximumLength, options.Size, random));
        else _waves = new SinusoidalPositions(maximumLength, options.Size);
        _dropout = new Dropout(options.Dropout);
        MaximumLength = maximumLength;
        IsCausal = causal;
    }

    /// <inheritdoc/>
    public override int Size => _encoder.Options.Size;

    /// <inheritdoc/>
    public override bool IsCausal { get; }

    /// <inheritdoc/>
    public override int MaximumLength { get; }

    /// <inheritdoc/>
    public override Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return _encoder.Forward(tape, _dropout.Forward(tape, WithPositions(tape, x, 0), random), lengths, IsCausal, random);
    }

    /// <inheritdoc/>
    protected override BodyState Start() => new AttentionState(this, null, 0, new float[Size]);

    /// <inheritdoc/>
    protected override BodyState Read(Tape tape, Variable x, BodyState state)
    {
        var before = (AttentionState)state;
        if (before.Length + (long)x.Shape[1] > MaximumLength)
        {
            x = Newest(tape, before.Steps, x);
            before = (AttentionState)Start();
        }

        int first = before.Length, count = x.Shape[1];
        var memory = before.Memory?.Claim(first, count, MaximumLength) ?? AttentionMemory.For(_encoder, count, MaximumLength);
        var y = memory.Read(tape, x.Value, WithPositions(tape, x, first), first);
        return new AttentionState(this, memory, first + count, y.Value[^Size..].ToArray());
    }

    private Variable WithPositions(Tape tape, Variable x, int first) => _learned is null ? _waves!.Forward(tape, x, first) : _learned.Forward(tape, x, first);
}

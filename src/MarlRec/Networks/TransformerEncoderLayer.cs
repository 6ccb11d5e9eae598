using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>
/// Self-attention and a feed-forward part, each with a residual and a layer norm (Vaswani et al., "Attention Is All You Need", NeurIPS 2017). Thread
/// safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>Parameters are called as PyTorch calls them: <c>self_attn</c>, <c>linear1</c>, <c>linear2</c>, <c>norm1</c>, <c>norm2</c>.</remarks>
public sealed class TransformerEncoderLayer : Module
{
    private readonly TransformerOptions _options;
    private readonly Dropout _dropout;

    /// <summary>A layer with fresh weights.</summary>
    /// <param name="options">Sizes and wiring; how many layers there are is not read.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public TransformerEncoderLayer(TransformerOptions options, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        options.Validate();
        _options = options;
        _dropout = new Dropout(options.Dropout);
        SelfAttention = Register("self_attn", new MultiHeadAttention(options.Size, options.Heads, random, options.Dropout));
        Inner = Register("linear1", new Linear(options.Size, options.Inner, random) { Activation = options.Activation });
        Outer = Register("linear2", new Linear(options.Inner, options.Size, random));
        AttentionNorm = Register("norm1", new LayerNorm(options.Size, options.Epsilon));
        FeedForwardNorm = Register("norm2", new LayerNorm(options.Size, options.Epsilon));
    }

    /// <summary>The attention.</summary>
    public MultiHeadAttention SelfAttention { get; }

    /// <summary>The feed-forward part's first map, with its activation.</summary>
    public Linear Inner { get; }

    /// <summary>The feed-forward part's second map.</summary>
    public Linear Outer { get; }

    /// <summary>The norm of the attention.</summary>
    public LayerNorm AttentionNorm { get; }

    /// <summary>The norm of the feed-forward part.</summary>
    public LayerNorm FeedForwardNorm { get; }

    /// <summary>Runs the layer.</summary>
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
        var attended = SelfAttention.Forward(tape, _options.NormFirst ? AttentionNorm.Forward(tape, x) : x, lengths, causal, random);
        return FeedForward(tape, Join(tape, x, attended, AttentionNorm, random), random);
    }

    /// <summary>Reads new steps after those in the store, as <see cref="Forward"/> with a causal mask does.</summary>
    internal Variable Step(Tape tape, Variable x, KeyValueStore store, int first)
    {
        var attended = SelfAttention.Step(tape, _options.NormFirst ? AttentionNorm.Forward(tape, x) : x, store, first);
        return FeedForward(tape, Join(tape, x, attended, AttentionNorm, null), null);
    }

    private Variable FeedForward(Tape tape, Variable x, RandomStream? random)
    {
        var inner = _dropout.Forward(tape, Inner.Forward(tape, _options.NormFirst ? FeedForwardNorm.Forward(tape, x) : x), random);
        return Join(tape, x, Outer.Forward(tape, inner), FeedForwardNorm, random);
    }

    private Variable Join(Tape tape, Variable x, Variable part, LayerNorm norm, RandomStream? random)
    {
        var sum = _dropout.AddTo(tape, x, part, random);
        return _options.NormFirst ? sum : norm.Forward(tape, sum);
    }
}

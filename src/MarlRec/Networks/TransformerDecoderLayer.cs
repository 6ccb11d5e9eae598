using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>
/// Causal self-attention, attention to a memory and a feed-forward part, each with a residual and a layer norm (Vaswani et al., "Attention Is All You
/// Need", NeurIPS 2017). Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>
/// Parameters are called as PyTorch calls them: <c>self_attn</c>, <c>multihead_attn</c>, <c>linear1</c>, <c>linear2</c>, <c>norm1</c>, <c>norm2</c>,
/// <c>norm3</c>.
/// </remarks>
public sealed class TransformerDecoderLayer : Module
{
    private readonly TransformerOptions _options;
    private readonly Dropout _dropout;

    /// <summary>A layer with fresh weights.</summary>
    /// <param name="options">Sizes and wiring; how many layers there are is not read.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public TransformerDecoderLayer(TransformerOptions options, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        options.Validate();
        _options = options;
        _dropout = new Dropout(options.Dropout);
        SelfAttention = Register("self_attn", new MultiHeadAttention(options.Size, options.Heads, random, options.Dropout));
        MemoryAttention = Register("multihead_attn", new MultiHeadAttention(options.Size, options.Heads, random, options.Dropout));
        Inner = Register("linear1", new Linear(options.Size, options.Inner, random) { Activation = options.Activation });
        Outer = Register("linear2", new Linear(options.Inner, options.Size, random));
        SelfAttentionNorm = Register("norm1", new LayerNorm(options.Size, options.Epsilon));
        MemoryAttentionNorm = Register("norm2", new LayerNorm(options.Size, options.Epsilon));
        FeedForwardNorm = Register("norm3", new LayerNorm(options.Size, options.Epsilon));
    }

    /// <summary>The causal attention to earlier steps.</summary>
    public MultiHeadAttention SelfAttention { get; }

    /// <summary>The attention to the memory.</summary>
    public MultiHeadAttention MemoryAttention { get; }

    /// <summary>The feed-forward part's first map, with its activation.</summary>
    public Linear Inner { get; }

    /// <summary>The feed-forward part's second map.</summary>
    public Linear Outer { get; }

    /// <summary>The norm of the self-attention.</summary>
    public LayerNorm SelfAttentionNorm { get; }

    /// <summary>The norm of the attention to the memory.</summary>
    public LayerNorm MemoryAttentionNorm { get; }

    /// <summary>The norm of the feed-forward part.</summary>
    public LayerNorm FeedForwardNorm { get; }

    /// <summary>Runs the layer.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="memory">Shape [B, Tm, D]: what is looked at, such as an encoder's result.</param>
    /// <param name="lengths">B lengths in [0, T]: steps past them are not seen. Empty for none.</param>
    /// <param name="memoryLengths">B lengths in [0, Tm]: likewise in the memory.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T, D].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable Forward(
        Tape tape, Variable x, Variable memory, ReadOnlySpan<int> lengths = default, ReadOnlySpan<int> memoryLengths = default, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        x = Join(tape, x, SelfAttention.Forward(tape, Read(tape, x, SelfAttentionNorm), lengths, true, random), SelfAttentionNorm, random);
        x = Join(
            tape, x, MemoryAttention.ForwardCross(tape, Read(tape, x, MemoryAttentionNorm), memory, memoryLengths, false, random), MemoryAttentionNorm, random);
        return FeedForward(tape, x, random);
    }

    /// <summary>Reads new steps after those in the cache, as <see cref="Forward"/> does.</summary>
    internal Variable Step(Tape tape, Variable x, KeyValueCache cache, int layer)
    {
        x = Join(tape, x, SelfAttention.Step(tape, Read(tape, x, SelfAttentionNorm), cache.Own(layer), cache.Length), SelfAttentionNorm, null);
        var attended = MemoryAttention.StepCross(tape, Read(tape, x, MemoryAttentionNorm), cache.Memory(layer), cache.MemoryTime, cache.MemoryLengths);
        return FeedForward(tape, Join(tape, x, attended, MemoryAttentionNorm, null), null);
    }

    private Variable FeedForward(Tape tape, Variable x, RandomStream? random)
    {
        var inner = _dropout.Forward(tape, Inner.Forward(tape, Read(tape, x, FeedForwardNorm)), random);
        return Join(tape, x, Outer.Forward(tape, inner), FeedForwardNorm, random);
    }

    private Variable Read(Tape tape, Variable x, LayerNorm norm) => _options.NormFirst ? norm.Forward(tape, x) : x;

    private Variable Join(Tape tape, Variable x, Variable part, LayerNorm norm, RandomStream? random)
    {
        var sum = _dropout.AddTo(tape, x, part, random);
        return _options.NormFirst ? sum : norm.Forward(tape, sum);
    }
}

using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>
/// A stack of <see cref="TransformerEncoderLayer"/>; with a causal mask it reads a sequence as a decoder without memory does. Thread safety: see
/// <see cref="Module"/>.
/// </summary>
/// <remarks>Parameters are called <c>layers.0.self_attn.in_proj_weight</c> and so on; the last norm of the pre-norm form is <c>norm</c>.</remarks>
public sealed class TransformerEncoder : Module
{
    private readonly TransformerEncoderLayer[] _layers;

    /// <summary>A stack with fresh weights.</summary>
    /// <param name="options">Sizes and wiring.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public TransformerEncoder(TransformerOptions options, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        options.Validate();
        Options = options;
        _layers = new TransformerEncoderLayer[options.Layers];
        for (var i = 0; i < _layers.Length; i++) _layers[i] = new TransformerEncoderLayer(options, random);
        Register("layers", new ModuleList(_layers));
        if (options.NormFirst) Norm = Register("norm", new LayerNorm(options.Size, options.Epsilon));
    }

    /// <summary>Sizes and wiring.</summary>
    public TransformerOptions Options { get; }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<TransformerEncoderLayer> Layers => _layers;

    /// <summary>The norm after the last layer of the pre-norm form; null otherwise.</summary>
    public LayerNorm? Norm { get; }

    /// <summary>Runs all layers.</summary>
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
        foreach (var layer in _layers) x = layer.Forward(tape, x, lengths, causal, random);
        return Norm is null ? x : Norm.Forward(tape, x);
    }

    /// <summary>An empty cache for <see cref="Step"/>.</summary>
    /// <param name="batch">B, how many sequences run side by side: at least 1.</param>
    /// <param name="capacity">The most steps of a sequence: at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public KeyValueCache CreateCache(int batch, int capacity) => new(this, Options, batch, capacity);

    /// <summary>
    /// Reads the next steps of sequences, after those that the cache holds: the same bits as <see cref="Forward"/> with a causal mask over all of them, at the
    /// cost of the new ones. For inference. Several threads may do this at once, each with a tape and a cache of its own.
    /// </summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="x">Shape [B, t, D], for any t that the cache has room for.</param>
    /// <param name="cache">What <see cref="CreateCache"/> made; the steps are appended to it.</param>
    /// <returns>Shape [B, t, D].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, the cache has no room or belongs to another module, or the tape records.</exception>
    public Variable Step(Tape tape, Variable x, KeyValueCache cache)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(cache);
        cache.Require(this, tape, x.Shape, Options.Size);
        var count = x.Shape[1];
        x = StepFrom(tape, x, cache, cache.Length);
        cache.Advance(count);
        return x;
    }

    /// <summary>As <see cref="Step"/>, but after the first steps of a cache whose caller minds who has read how many of them.</summary>
    internal Variable StepFrom(Tape tape, Variable x, KeyValueCache cache, int first)
    {
        for (var i = 0; i < _layers.Length; i++) x = _layers[i].Step(tape, x, cache.Own(i), first);
        return Norm is null ? x : Norm.Forward(tape, x);
    }
}

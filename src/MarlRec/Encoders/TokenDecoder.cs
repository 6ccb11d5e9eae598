using System.Buffers;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders;

/// <summary>
/// Writes sequences of tokens while it looks at a memory: P(y_t | y_&lt;t, memory) = softmax(W · x_t), where x_t is the decoder's state and W one vector for
/// each token (Vaswani et al., "Attention Is All You Need", NeurIPS 2017). Tokens may be words, or items with vectors of their own. Thread safety: see
/// <see cref="Module"/>.
/// </summary>
/// <remarks>
/// <para>A sequence begins with a trained vector, <c>begin</c>, that is no token. Tokens' vectors should be about of unit length; on their way in they are
/// scaled by √D and get sinusoidal positions.</para>
/// <para>Parameters are called <c>embedding</c> (own vectors), <c>begin</c>, <c>decoder</c> and <c>output</c> (W where it is not tied). Unlike the paper,
/// source and target share no vectors, and there is no label smoothing.</para>
/// </remarks>
public sealed class TokenDecoder : Module
{
    private readonly TransformerDecoder _decoder;
    private readonly SinusoidalPositions _positions;
    private readonly Dropout _dropout;

    /// <summary>A decoder with vectors of its own.</summary>
    /// <param name="options">Sizes and wiring.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public TokenDecoder(TokenDecoderOptions options, RandomStream random)
        : this(options, random, null)
    {
    }

    /// <summary>A decoder whose tokens' vectors are given, such as those of the items of a catalogue; W is tied to them.</summary>
    /// <param name="options">Sizes and wiring; <see cref="TokenDecoderOptions.Tied"/> must be set.</param>
    /// <param name="vectors">
    /// Shape [V, D], frozen or trained. It stays its owner's: this module neither lists nor exports it, so who trains it gives it to the optimiser.
    /// </param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">The vectors do not fit the options, or W is not tied.</exception>
    public TokenDecoder(TokenDecoderOptions options, Parameter vectors, RandomStream random)
        : this(options, random, vectors ?? throw new ArgumentNullException(nameof(vectors)))
    {
    }

    private TokenDecoder(TokenDecoderOptions options, RandomStream random, Parameter? vectors)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        options.Validate();
        int count = options.Vocabulary, size = options.Transformer.Size;
        if (vectors is not null && vectors.Value.Shape != new Shape(count, size))
            throw new ArgumentException($"vectors {vectors.Value.Shape} do not fit {count} tokens of width {size}.", nameof(vectors));
        if (vectors is not null && !options.Tied) throw new ArgumentException("With given vectors W must be tied to them.", nameof(options));
        Options = options;
        _positions = new SinusoidalPositions(options.MaximumLength, size);
        _dropout = new Dropout(options.Transformer.Dropout);
        Vectors = vectors ?? Register("embedding", TokenTable.Create(count, size, random.Fork("embedding"))).Weight;
        Begin = Register("begin", new Parameter(Initializers.Uniform(new FloatTensor(1, size), TokenTable.UnitLimit(size), random.Fork("begin"))));
        _decoder = Register("decoder", new TransformerDecoder(options.Transformer, random.Fork("decoder")));
        OutputVectors = options.Tied ? Vectors : Register("output", new Linear(size, count, random.Fork("output"), bias: false)).Weight;
    }

    /// <summary>Sizes and wiring.</summary>
    public TokenDecoderOptions Options { get; }

    /// <summary>D.</summary>
    public int Size => Options.Transformer.Size;

    /// <summary>What tokens are read by, [V, D].</summary>
    public Parameter Vectors { get; }

    /// <summary>W, [V, D]: the same as <see cref="Vectors"/> where they are tied.</summary>
    public Parameter OutputVectors { get; }

    /// <summary>What is read before the first token, [1, D].</summary>
    public Parameter Begin { get; }

    /// <summary>The states x when sequences are known, all steps at once: state t has read the tokens before place t.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="targets">At least one sequence, without the token that ends it.</param>
    /// <param name="memory">Shape [B, Tm, D]: what is looked at.</param>
    /// <param name="memoryLengths">B lengths in [0, Tm]: steps past them are not seen. Empty for none.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T + 1, D] if sequences have an end, whose state comes last, else [B, T, D]. States past a sequence's end mean nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no sequence, or sequences are too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id or length is out of range.</exception>
    public Variable Forward(Tape tape, SequenceBatch targets, Variable memory, ReadOnlySpan<int> memoryLengths = default, RandomStream? random = null)
    {
        Require(tape, targets);
        using var steps = new TargetSteps(targets, Options.EndId);
        return States(tape, steps, targets.Batch, memory, memoryLengths, random);
    }

    /// <summary>The mean of −log P over all tokens of known sequences and, where they have one, their ends: a scalar.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="targets">At least one sequence, without the token that ends it. Without an end, one must hold a token.</param>
    /// <param name="memory">Shape [B, Tm, D]: what is looked at.</param>
    /// <param name="memoryLengths">B lengths in [0, Tm]: steps past them are not seen. Empty for none.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit, there is nothing to say, or sequences are too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id or length is out of range.</exception>
    public Variable Loss(Tape tape, SequenceBatch targets, Variable memory, ReadOnlySpan<int> memoryLengths = default, RandomStream? random = null)
    {
        Require(tape, targets);
        using var steps = new TargetSteps(targets, Options.EndId);
        var states = States(tape, steps, targets.Batch, memory, memoryLengths, random);
        return tape.SoftmaxCrossEntropy(states, tape.Parameter(OutputVectors), null, steps.Said, steps.Weights);
    }

    /// <summary>W · x for each state.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">Shape [..., D].</param>
    /// <returns>Shape [..., V].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">The last size is not D.</exception>
    public Variable Logits(Tape tape, Variable states)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.IsRecording ? tape.Linear(states, tape.Parameter(OutputVectors)) : tape.InferLinear(states, OutputVectors, null, null);
    }

    /// <summary>An empty cache for <see cref="Start"/> and <see cref="Step"/>.</summary>
    /// <param name="batch">B, how many sequences run side by side: at least 1.</param>
    /// <param name="capacity">The most steps of a sequence: at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public KeyValueCache CreateCache(int batch, int capacity) => _decoder.CreateCache(batch, capacity);

    /// <summary>Empties a cache and puts a memory into it, once for all steps.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="memory">Shape [B, Tm, D].</param>
    /// <param name="memoryLengths">B lengths in [0, Tm]: steps past them are not seen. Empty for none.</param>
    /// <param name="cache">What <see cref="CreateCache"/> made.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit, the cache belongs to another module, or the tape records.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public void Start(Tape tape, Variable memory, ReadOnlySpan<int> memoryLengths, KeyValueCache cache) => _decoder.Begin(tape, memory, memoryLengths, cache);

    /// <summary>The next state x of each sequence: the same bits as <see cref="Forward"/>, at the cost of one step.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="previous">B tokens that have been chosen last; empty in the first step, which reads the beginning.</param>
    /// <param name="cache">A cache that <see cref="Start"/> has filled.</param>
    /// <returns>Shape [B, 1, D].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The number of tokens does not fit, the cache has no room or belongs to another module, or the tape records.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is out of range.</exception>
    /// <exception cref="InvalidOperationException">The cache has no memory yet.</exception>
    public Variable Step(Tape tape, ReadOnlySpan<int> previous, KeyValueCache cache)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(cache);
        if (previous.Length != (cache.Length == 0 ? 0 : cache.Batch))
            throw new ArgumentException($"previous has {previous.Length} tokens, but {cache.Batch} sequences have read {cache.Length} steps.", nameof(previous));
        var x = cache.Length == 0 ? Beginnings(tape, cache.Batch) : tape.EmbeddingLookup(tape.Parameter(Vectors), previous, cache.Batch, 1);
        return _decoder.Step(tape, _positions.Forward(tape, TokenTable.ScaleIn(tape, x), cache.Length), cache);
    }

    private Variable States(Tape tape, TargetSteps steps, int batch, Variable memory, ReadOnlySpan<int> memoryLengths, RandomStream? random)
    {
        var x = Beginnings(tape, batch);
        if (steps.Time > 1)
        {
            var read = tape.EmbeddingLookup(tape.Parameter(Vectors), steps.Read, batch, steps.Time - 1);
            x = tape.Concat(tape.Reshape(x, batch, Size), tape.Reshape(read, batch, (steps.Time - 1) * Size));
            x = tape.Reshape(x, batch, steps.Time, Size);
        }

        x = _dropout.Forward(tape, _positions.Forward(tape, TokenTable.ScaleIn(tape, x)), random);
        return _decoder.Forward(tape, x, memory, [], memoryLengths, random);
    }

    private Variable Beginnings(Tape tape, int batch)
    {
        var rented = ArrayPool<int>.Shared.Rent(batch);
        var rows = rented.AsSpan(0, batch);
        rows.Clear();
        var x = tape.EmbeddingLookup(tape.Parameter(Begin), rows, batch, 1);
        ArrayPool<int>.Shared.Return(rented);
        return x;
    }

    private void Require(Tape tape, SequenceBatch targets)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (targets.Batch == 0) throw new ArgumentException("targets must hold at least one sequence.", nameof(targets));
        var time = TargetSteps.Count(targets, Options.EndId);
        if (time > Options.MaximumLength)
            throw new ArgumentException($"targets of {time} steps are longer than the {Options.MaximumLength} that the decoder can write.", nameof(targets));
    }
}

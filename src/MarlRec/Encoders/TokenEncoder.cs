using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;
using MarlRec.Text;

namespace MarlRec.Encoders;

/// <summary>
/// Reads sequences of tokens: a vector for each token, a body (LSTM, GRU, Transformer) that turns them into states, and a pooling that turns states into one
/// vector. Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>
/// Token vectors start at about unit length and are scaled by √D on their way in (Vaswani et al., 2017). Parameters are called <c>embedding</c>, <c>body</c>
/// and <c>pooling</c>.
/// </remarks>
public sealed class TokenEncoder : Module
{
    private readonly SequencePooling _pooling;

    /// <summary>An encoder with fresh token vectors around a body.</summary>
    /// <param name="vocabulary">V, how many tokens there are: at least 1.</param>
    /// <param name="body">What reads them; it belongs to this encoder from now on.</param>
    /// <param name="pooling">How states become one vector.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="rowSparse">Whether a training step costs the token vectors that it looks up instead of all: for large vocabularies. See <see cref="Parameter"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="vocabulary"/> is below 1, or <paramref name="pooling"/> is unknown.</exception>
    /// <exception cref="ArgumentException">The first state shall stand for the whole sequence, but in this body it sees the first token only.</exception>
    public TokenEncoder(int vocabulary, SequenceBody body, PoolingKind pooling, RandomStream random, bool rowSparse = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(random);
        if (pooling == PoolingKind.First && body.IsCausal)
            throw new ArgumentException("The first state of a causal body has seen the first token only; pool in another way.", nameof(pooling));
        _pooling = new SequencePooling(pooling, body.Size, random.Fork("pooling"));
        Embedding = Register("embedding", TokenTable.Create(vocabulary, body.Size, random.Fork("embedding"), rowSparse));
        Body = Register("body", body);
        Register("pooling", _pooling);
    }

    /// <summary>V.</summary>
    public int Vocabulary => Embedding.Count;

    /// <summary>D.</summary>
    public int Size => Body.Size;

    /// <summary>How states become one vector.</summary>
    public PoolingKind Pooling => _pooling.Kind;

    /// <summary>The tokens' vectors, [V, D].</summary>
    public Embedding Embedding { get; }

    /// <summary>What reads them.</summary>
    public SequenceBody Body { get; }

    /// <summary>States and a pooled vector.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="tokens">At least one sequence.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no sequence, or sequences are longer than the body can read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in [0, V).</exception>
    public TokenEncoding Forward(Tape tape, SequenceBatch tokens, RandomStream? random = null)
    {
        var states = ForwardStates(tape, tokens, random);
        return new TokenEncoding(states, IsBag ? Bag(tape, tokens) : _pooling.Forward(tape, states, tokens.Lengths));
    }

    /// <summary>A pooled vector alone. For the mean of a <see cref="BagBody"/> that is far cheaper: it makes no states.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="tokens">At least one sequence.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, D]: the bits of <see cref="TokenEncoding.Pooled"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no sequence, or sequences are longer than the body can read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in [0, V).</exception>
    public Variable ForwardPooled(Tape tape, SequenceBatch tokens, RandomStream? random = null)
    {
        if (!IsBag) return _pooling.Forward(tape, ForwardStates(tape, tokens, random), tokens.Lengths);
        Require(tape, tokens);
        return Bag(tape, tokens);
    }

    /// <summary>States alone, such as the memory of a decoder.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="tokens">At least one sequence.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T, D].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no sequence, or sequences are longer than the body can read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in [0, V).</exception>
    public Variable ForwardStates(Tape tape, SequenceBatch tokens, RandomStream? random = null)
    {
        Require(tape, tokens);
        var vectors = Embedding.Forward(tape, tokens.Ids, tokens.Batch, tokens.Time);
        return Body.Forward(tape, TokenTable.ScaleIn(tape, vectors), tokens.Lengths, random);
    }

    /// <summary>The pooled vectors of many sequences, without a tape of the caller's. It reads the weights only: several threads may do this at once.</summary>
    /// <param name="sequences">Ids of each; may be empty.</param>
    /// <param name="normalize">Whether vectors are brought to unit length; zeros, of an empty sequence, stay.</param>
    /// <param name="context">Runs the work; null for the calling thread. The bits do not depend on it.</param>
    /// <returns>Shape [sequences, D].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="sequences"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">There are no sequences, or one is longer than the body can read or holds a negative id.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in [0, V).</exception>
    public FloatTensor Embed(IReadOnlyList<int[]> sequences, bool normalize = true, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count == 0) throw new ArgumentException("sequences is empty, but at least one was expected.", nameof(sequences));
        var vectors = new FloatTensor(sequences.Count, Size);
        var tape = new Tape(context ?? ComputeContext.Serial, recording: false);
        foreach (var (first, rows) in SequenceBlocks.Of(sequences, nameof(sequences)))
        {
            tape.Reset();
            var pooled = ForwardPooled(tape, new SequenceBatch(rows.Ids, rows.Lengths, rows.Time));
            (normalize ? tape.NormalizeRows(pooled) : pooled).Value.CopyTo(vectors.Span[(first * Size)..]);
        }

        return vectors;
    }

    private bool IsBag => Body is BagBody && Pooling == PoolingKind.Mean;

    private Variable Bag(Tape tape, SequenceBatch tokens) => TokenTable.ScaleIn(tape, tape.EmbeddingBag(tape.Parameter(Embedding.Weight), tokens));

    private void Require(Tape tape, SequenceBatch tokens)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (tokens.Batch == 0) throw new ArgumentException("tokens must hold at least one sequence.", nameof(tokens));
        if (tokens.Time > Body.MaximumLength)
            throw new ArgumentException($"tokens of {tokens.Time} steps are longer than the {Body.MaximumLength} that the body can read.", nameof(tokens));
    }
}

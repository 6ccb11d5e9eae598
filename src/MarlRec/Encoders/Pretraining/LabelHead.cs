using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;
using MarlRec.Text;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// From an encoder's pooled vector to logits over classes: dropout and a linear layer. Thread safety: see <see cref="Module"/>; several threads may predict at once while nobody trains.
/// </summary>
/// <remarks>Its own parameters are those of <c>map</c>; the encoder's are not among them.</remarks>
public sealed class LabelHead : Module
{
    private readonly Dropout _dropout;
    private readonly Linear _map;

    /// <summary>A head with fresh weights.</summary>
    /// <param name="encoder">Whose pooled vectors it reads.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="dropout">The probability with which an element of the pooled vector is dropped while training, in [0, 1).</param>
    /// <exception cref="ArgumentNullException"><paramref name="encoder"/> or <paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> or <paramref name="dropout"/> is out of range.</exception>
    public LabelHead(TokenEncoder encoder, int classes, RandomStream random, float dropout = 0.1f)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentNullException.ThrowIfNull(random);
        if (!(dropout >= 0 && dropout < 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "dropout must be in [0, 1).");
        Encoder = encoder;
        _dropout = new Dropout(dropout);
        _map = Register("map", new Linear(encoder.Size, classes, random.Fork("map")));
    }

    /// <summary>Whose pooled vectors are read.</summary>
    public TokenEncoder Encoder { get; }

    /// <summary>C.</summary>
    public int Classes => _map.Outputs;

    /// <summary>Logits of all classes.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="tokens">At least one text.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, C].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no text, or texts are longer than the encoder can read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in [0, V).</exception>
    public Variable Forward(Tape tape, SequenceBatch tokens, RandomStream? random = null) => _map.Forward(tape, Pool(tape, tokens, random));

    /// <summary>The probability of each class for many texts, without a tape of the caller's.</summary>
    /// <param name="texts">Token ids of each; may be empty.</param>
    /// <param name="context">Runs the work; null for the calling thread. The bits do not depend on it.</param>
    /// <returns>Shape [texts, C]; each row sums to 1.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">There are no texts, or one is longer than the encoder can read or holds a negative id.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in [0, V).</exception>
    public FloatTensor Predict(IReadOnlyList<int[]> texts, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0) throw new ArgumentException("texts is empty, but at least one was expected.", nameof(texts));
        var all = new FloatTensor(texts.Count, Classes);
        var tape = new Tape(context ?? ComputeContext.Serial, recording: false);
        foreach (var (first, rows) in SequenceBlocks.Of(texts, nameof(texts)))
        {
            tape.Reset();
            tape.MaskedSoftmax(Forward(tape, new SequenceBatch(rows.Ids, rows.Lengths, rows.Time))).Value.CopyTo(all.Span[(first * Classes)..]);
        }

        return all;
    }

    /// <summary>The mean of −log P(label), and how many labels were the first choice.</summary>
    internal Variable Loss(Tape tape, SequenceBatch tokens, ReadOnlySpan<int> labels, RandomStream? random, out int right) =>
        tape.CountedSoftmaxCrossEntropy(Pool(tape, tokens, random), tape.Parameter(_map.Weight), tape.Parameter(_map.Bias!), labels, default, out right);

    private Variable Pool(Tape tape, SequenceBatch tokens, RandomStream? random) =>
        _dropout.Forward(tape, Encoder.ForwardPooled(tape, tokens, random), random?.Fork("head"));
}

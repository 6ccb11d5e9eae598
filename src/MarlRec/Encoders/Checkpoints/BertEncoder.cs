using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>
/// A bidirectional Transformer over tokens whose layers normalise after each part (Devlin et al., "BERT", NAACL 2019). Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>
/// Parameters are called <c>embeddings.word.weight</c> and so on (see <see cref="BertEmbeddings"/>) and <c>encoder.layers.0.…</c> (see
/// <see cref="TransformerEncoder"/>). <see cref="TextEmbedder"/> reads published weights into one.
/// </remarks>
public sealed class BertEncoder : Module
{
    /// <summary>An encoder with fresh weights.</summary>
    /// <param name="configuration">Sizes.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public BertEncoder(BertConfiguration configuration, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(random);
        configuration.Validate();
        Configuration = configuration;
        Embeddings = Register("embeddings", new BertEmbeddings(configuration, random));
        Encoder = Register("encoder", new TransformerEncoder(configuration.ToTransformer(), random));
    }

    /// <summary>Sizes.</summary>
    public BertConfiguration Configuration { get; }

    /// <summary>What the layers read.</summary>
    public BertEmbeddings Embeddings { get; }

    /// <summary>The layers.</summary>
    public TransformerEncoder Encoder { get; }

    /// <summary>Reads token sequences.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="ids">Tokens [B, T] in [0, V); what lies past a length is not seen, but must be in range.</param>
    /// <param name="lengths">B lengths in [0, T].</param>
    /// <param name="segments">The segment of each token [B, T], in [0, S). Empty for segment 0 everywhere.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T, D]; what stands past a length means nothing.</returns>
    /// <exception cref="ArgumentException">The number of ids or segments does not fit the lengths, or T is above P.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, length or segment is out of range, or there is no length.</exception>
    public Variable Forward(Tape tape, ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths, ReadOnlySpan<int> segments = default, RandomStream? random = null) =>
        Encoder.Forward(tape, Embeddings.Forward(tape, ids, lengths.Length, segments, random), lengths, random: random);
}

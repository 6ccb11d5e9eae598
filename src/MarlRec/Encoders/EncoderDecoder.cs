using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders;

/// <summary>
/// Reads a sequence and writes another: from words to words, or from words to the items that followed them (Cho et al., EMNLP 2014; Vaswani et al., "Attention
/// Is All You Need", NeurIPS 2017). Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>Parameters are those of <c>encoder</c> and <c>decoder</c>. <see cref="Decoding.SequenceGenerator"/> writes.</remarks>
public sealed class EncoderDecoder : Module
{
    /// <summary>Puts two halves together.</summary>
    /// <param name="encoder">What reads; its states are the memory, and its pooling is not used.</param>
    /// <param name="decoder">What writes.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The halves differ in width.</exception>
    public EncoderDecoder(TokenEncoder encoder, TokenDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        if (encoder.Size != decoder.Size)
            throw new ArgumentException($"A decoder of width {decoder.Size} cannot look at states of width {encoder.Size}.", nameof(decoder));
        Encoder = Register("encoder", encoder);
        Decoder = Register("decoder", decoder);
    }

    /// <summary>What reads.</summary>
    public TokenEncoder Encoder { get; }

    /// <summary>What writes.</summary>
    public TokenDecoder Decoder { get; }

    /// <summary>The decoder's states x when both sequences are known: see <see cref="TokenDecoder.Forward"/>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="source">At least one sequence.</param>
    /// <param name="target">As many, without the token that ends them.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T + 1, D] if target sequences have an end, else [B, T, D].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no sequence, the numbers of sequences differ, or some are too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public Variable Forward(Tape tape, SequenceBatch source, SequenceBatch target, RandomStream? random = null)
    {
        RequirePairs(source, target);
        return Decoder.Forward(tape, target, Encoder.ForwardStates(tape, source, random), source.Lengths, random);
    }

    /// <summary>The mean of −log P(target | source) over all target tokens and ends, each said after the true ones before it (teacher forcing): a scalar.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="source">At least one sequence.</param>
    /// <param name="target">As many, without the token that ends them.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">There is nothing to say, the numbers of sequences differ, or some are too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public Variable Loss(Tape tape, SequenceBatch source, SequenceBatch target, RandomStream? random = null)
    {
        RequirePairs(source, target);
        return Decoder.Loss(tape, target, Encoder.ForwardStates(tape, source, random), source.Lengths, random);
    }

    private static void RequirePairs(SequenceBatch source, SequenceBatch target)
    {
        if (source.Batch != target.Batch)
            throw new ArgumentException($"target has {target.Batch} sequences, but source has {source.Batch}.", nameof(target));
    }
}

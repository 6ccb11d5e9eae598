using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Decoding;

/// <summary>Small untrained models, and what is computed from whole sequences at once for comparison.</summary>
internal static class ToyModel
{
    internal const int SourceVocabulary = 9, Size = 8;

    /// <summary>A model whose probabilities differ clearly: its vectors are longer than fresh ones.</summary>
    internal static EncoderDecoder Create(ulong seed, int vocabulary, int? end, int maximumLength = 12, bool tied = true)
    {
        var random = new RandomStream(seed);
        var options = new TransformerOptions { Size = Size, Heads = 2, Inner = 12, Layers = 2, NormFirst = seed % 2 == 0 };
        var encoder = new TokenEncoder(SourceVocabulary, new TransformerBody(options, 10, random.Fork("body")), PoolingKind.Mean, random.Fork("encoder"));
        var decoder = new TokenDecoder(
            new TokenDecoderOptions { Vocabulary = vocabulary, Transformer = options, MaximumLength = maximumLength, EndId = end, Tied = tied }, random.Fork("decoder"));
        foreach (ref var value in decoder.OutputVectors.Value.Span) value *= 2;
        return new EncoderDecoder(encoder, decoder);
    }

    /// <summary>log P(next | tokens, source) of each token in double precision, by the whole sequence and no cache.</summary>
    internal static double[] NextLogProbabilities(EncoderDecoder model, int[] source, int[] tokens)
    {
        var tape = new Tape(ComputeContext.Serial, recording: false);
        // A token after the last makes the last state the one asked for, whether sequences have an end or not; it is not read.
        int[] padded = [.. tokens, 0];
        var steps = model.Decoder.Options.EndId is null ? padded : tokens;
        var states = model.Forward(tape, new SequenceBatch(source, [source.Length], source.Length), new SequenceBatch(steps.Length == 0 ? [0] : steps, [tokens.Length], Math.Max(1, steps.Length)));
        var vocabulary = model.Decoder.Options.Vocabulary;
        var logits = model.Decoder.Logits(tape, states).Value.Slice(tokens.Length * vocabulary, vocabulary).ToArray().Select(x => (double)x).ToArray();
        var largest = logits.Max();
        var logSum = largest + Math.Log(logits.Sum(x => Math.Exp(x - largest)));
        return [.. logits.Select(x => x - logSum)];
    }

    /// <summary>log P of a sequence, its end included where it has one.</summary>
    internal static double LogProbability(EncoderDecoder model, int[] source, int[] tokens, bool ended)
    {
        int[] said = ended ? [.. tokens, model.Decoder.Options.EndId!.Value] : tokens;
        return Enumerable.Range(0, said.Length).Sum(t => NextLogProbabilities(model, source, said[..t])[said[t]]);
    }
}

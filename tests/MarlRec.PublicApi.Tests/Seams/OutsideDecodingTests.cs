using MarlRec.Encoders;
using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Decoding;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Seams;

/// <summary>An outsider brings a body of an encoder and a rule for the next token.</summary>
public class OutsideDecodingTests
{
    [Fact]
    public void AForeignBodyIsReadFromAndAForeignRuleWrites()
    {
        var random = new RandomStream(1);
        var encoder = new TokenEncoder(5, new PerToken(4, random), PoolingKind.Max, random);
        var decoder = new TokenDecoder(
            new() { Vocabulary = 6, Transformer = new() { Size = 4, Heads = 2, Inner = 8, Layers = 1 }, MaximumLength = 8, EndId = 5 }, random);
        var model = new EncoderDecoder(encoder, decoder);
        Assert.Contains(model.NamedParameters(), p => p.Name == "encoder.body.map.weight");

        var written = new SequenceGenerator(model, ComputeContext.Serial).Generate(new SequenceBatch([1, 2, 3], [3], 3), new Likeliest { Except = 5 }, 8, random)[0];
        Assert.False(written.IsEnded);
        Assert.Equal(8, written.Tokens.Length);
        Assert.DoesNotContain(5, written.Tokens.ToArray());
    }

    private sealed class PerToken : SequenceBody
    {
        private readonly Linear _map;

        internal PerToken(int size, RandomStream random) => _map = Register("map", new Linear(size, size, random) { Activation = ActivationKind.Tanh });

        public override int Size => _map.Inputs;

        public override bool IsCausal => true;

        public override int MaximumLength => int.MaxValue;

        public override Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null) => _map.Forward(tape, x);
    }

    private sealed class Likeliest : IDecodingStrategy
    {
        internal required int Except { get; init; }

        public int Choose(ReadOnlySpan<float> scores, RandomStream random)
        {
            var allowed = scores.ToArray();
            allowed[Except] = float.NegativeInfinity;
            return GreedyDecoding.Instance.Choose(allowed, random);
        }
    }
}

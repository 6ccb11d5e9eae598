using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Decoding;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders;

public class EncoderDecoderTests
{
    private const int Vocabulary = 11;
    private static readonly int[] s_source = [3, 1, 8, 5, 0, 0, 2, 2, 0], s_sourceLengths = [3, 1, 2];
    private static readonly int[] s_target = [4, 5, 6, 10, 7, 0, 0, 0, 1, 1, 9, 0], s_targetLengths = [4, 1, 3];

    [Theory]
    [InlineData(2, true, 1, false)]
    [InlineData(2, false, 2, false)]
    [InlineData(null, true, 3, true)]
    [InlineData(null, true, 4, false)]
    public void DecodingStepByStepGivesTheBitsOfTheWholeSequence(int? end, bool tied, ulong seed, bool frozen)
    {
        using var two = new ComputeContext(2);
        var model = ToyModel.Create(seed, Vocabulary, end, tied: tied);
        var tape = new Tape(two, recording: false);
        var whole = model.Forward(tape, Source(), Target());
        var logits = model.Decoder.Logits(tape, whole);
        var time = end is null ? 4 : 5;
        Assert.Equal(new Shape(3, time, ToyModel.Size), whole.Shape);
        Assert.Equal(new Shape(3, time, Vocabulary), logits.Shape);
        if (frozen) model.Freeze(); // lays weights out in another way

        var stepping = new Tape(two, recording: false);
        var cache = model.Decoder.CreateCache(3, 9);
        model.Decoder.Start(stepping, model.Encoder.ForwardStates(stepping, Source()), s_sourceLengths, cache);
        for (var t = 0; t < time; t++)
        {
            stepping.Reset();
            var state = model.Decoder.Step(stepping, t == 0 ? [] : [s_target[t - 1], s_target[4 + t - 1], s_target[8 + t - 1]], cache);
            var scores = model.Decoder.Logits(stepping, state);
            for (var b = 0; b < 3; b++)
            {
                Assert.Equal(whole.Value.Slice((b * time + t) * ToyModel.Size, ToyModel.Size), state.Value.Slice(b * ToyModel.Size, ToyModel.Size));
                Assert.Equal(logits.Value.Slice((b * time + t) * Vocabulary, Vocabulary), scores.Value.Slice(b * Vocabulary, Vocabulary));
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(null)]
    public void TheLossIsTheMeanSurpriseOfTokensAndEnds(int? end)
    {
        var model = ToyModel.Create(6, Vocabulary, end);
        var tape = new Tape(ComputeContext.Serial);
        double sum = 0, count = 0;
        for (var b = 0; b < 3; b++)
        {
            var tokens = s_target[(4 * b)..(4 * b + s_targetLengths[b])];
            sum -= ToyModel.LogProbability(model, s_source[(3 * b)..(3 * b + s_sourceLengths[b])], tokens, end is not null);
            count += tokens.Length + (end is null ? 0 : 1);
        }

        Assert.Equal(sum / count, model.Loss(tape, Source(), Target()).Value[0], 1e-5);
    }

    [Fact]
    public void EveryParameterIsTrainedToTheSameBitsAtAnyDegree()
    {
        float[] Run(int degree, bool tied)
        {
            using var context = new ComputeContext(degree);
            var model = ToyModel.Create(2, Vocabulary, 2, tied: tied);
            var tape = new Tape(context);
            var loss = model.Loss(tape, Source(), Target(), new RandomStream(3));
            tape.Backward(loss);
            foreach (var (name, parameter) in model.NamedParameters())
                Assert.True(parameter.Gradient.Span.ContainsAnyExcept(0), $"{name} got no gradient");
            return [loss.Value[0], .. model.NamedParameters().SelectMany(p => p.Parameter.Gradient.Span.ToArray())];
        }

        foreach (var tied in (bool[])[false, true])
        {
            var one = Run(1, tied);
            Assert.Equal(one, Run(2, tied));
            Assert.Equal(one, Run(3, tied));
        }
    }

    [Fact]
    public void LearningAllocatesNothingInTheSteadyState()
    {
        var model = ToyModel.Create(2, Vocabulary, 2);
        var drops = new RandomStream(3);
        var tape = new Tape(ComputeContext.Serial);
        void Step()
        {
            tape.Reset();
            tape.Backward(model.Loss(tape, Source(), Target(), drops));
        }

        for (var i = 0; i < 50; i++) Step();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 50; i++) Step();
        }));
    }

    [Fact]
    public void ShardsWeighedByTheirTokensGiveTheWholeBatchsGradient()
    {
        using var two = new ComputeContext(2);
        var model = ToyModel.Create(3, Vocabulary, 2);
        var parameters = model.NamedParameters();
        var tape = new Tape(ComputeContext.Serial);
        var whole = model.Loss(tape, Source(), Target());
        tape.Backward(whole);
        var expected = parameters.Select(p => p.Parameter.Gradient.Span.ToArray()).ToArray();
        foreach (var (_, parameter) in parameters) parameter.ZeroGradient();
        var loss = new ShardedBackward(parameters, two).Run(3, (shard, i) =>
        {
            var source = new SequenceBatch(s_source.AsSpan(3 * i, 3), s_sourceLengths.AsSpan(i, 1), 3);
            var target = new SequenceBatch(s_target.AsSpan(4 * i, 4), s_targetLengths.AsSpan(i, 1), 4);
            return shard.Scale(model.Loss(shard, source, target), (s_targetLengths[i] + 1) / (float)(s_targetLengths.Sum() + 3));
        });
        Assert.Equal(whole.Value[0], loss, 1e-5);
        for (var p = 0; p < expected.Length; p++)
            for (var i = 0; i < expected[p].Length; i++) Assert.Equal(expected[p][i], parameters[p].Parameter.Gradient.Span[i], 1e-5);
    }

    [Fact]
    public void ItemsWithGivenVectorsAreScoredByThem()
    {
        var random = new RandomStream(1);
        var items = new Parameter(GradientCheck.Normal(random, 6, ToyModel.Size));
        var before = items.Value.Span.ToArray();
        items.Freeze();
        var options = new TokenDecoderOptions
        {
            Vocabulary = 6, Transformer = new() { Size = ToyModel.Size, Heads = 2, Inner = 16, Layers = 1, Dropout = 0 }, MaximumLength = 8,
        };
        var encoder = new TokenEncoder(ToyModel.SourceVocabulary, new RecurrentBody(RecurrentCell.Lstm, ToyModel.Size, random), PoolingKind.Last, random);
        var model = new EncoderDecoder(encoder, new TokenDecoder(options, items, random));
        Assert.Same(items, model.Decoder.OutputVectors);
        Assert.DoesNotContain(model.NamedParameters(), p => p.Name.Contains("decoder.embedding", StringComparison.Ordinal) || p.Name.Contains("output", StringComparison.Ordinal));

        // Text s was followed by items s, s + 1, s + 2: after training, so it is written.
        int[] texts = [0, 1, 2, 3, 4, 5], follow = [.. texts.SelectMany(s => (int[])[s, (s + 1) % 6, (s + 2) % 6])];
        int[] ones = [1, 1, 1, 1, 1, 1], threes = [3, 3, 3, 3, 3, 3];
        var adam = new Adam(model.NamedParameters(), new AdamOptions { LearningRate = 0.01 });
        var tape = new Tape(ComputeContext.Serial);
        for (var step = 0; step < 150; step++)
        {
            tape.Reset();
            adam.ZeroGradients();
            tape.Backward(model.Loss(tape, new SequenceBatch(texts, ones, 1), new SequenceBatch(follow, threes, 3)));
            adam.Step();
        }

        var written = new SequenceGenerator(model, ComputeContext.Serial).Generate(new SequenceBatch(texts, ones, 1), GreedyDecoding.Instance, 3, random);
        Assert.Equal(follow, written.SelectMany(x => x.Tokens.ToArray()));
        Assert.Equal(before, items.Value.Span);

        // x · W is what the logits are.
        var plain = new Tape(ComputeContext.Serial, recording: false);
        var x = model.Forward(plain, new SequenceBatch(texts, ones, 1), new SequenceBatch(follow, threes, 3));
        var logits = model.Decoder.Logits(plain, x).Value;
        for (var i = 0; i < logits.Length; i++)
        {
            var product = 0.0;
            for (var d = 0; d < ToyModel.Size; d++) product += (double)x.Value[i / 6 * ToyModel.Size + d] * before[i % 6 * ToyModel.Size + d];
            Assert.Equal(product, logits[i], 1e-4);
        }
    }

    [Fact]
    public void BadInputNamesWhatIsWrong()
    {
        var random = new RandomStream(1);
        var model = ToyModel.Create(1, Vocabulary, 2, maximumLength: 4);
        var options = model.Decoder.Options;
        var tape = new Tape(ComputeContext.Serial);
        Assert.Throws<ArgumentOutOfRangeException>("EndId", () => new TokenDecoder(options with { EndId = Vocabulary }, random));
        Assert.Throws<ArgumentOutOfRangeException>("EndId", () => new TokenDecoder(options with { EndId = -1 }, random));
        Assert.Throws<ArgumentOutOfRangeException>("Vocabulary", () => new TokenDecoder(options with { Vocabulary = 0 }, random));
        Assert.Throws<ArgumentOutOfRangeException>("MaximumLength", () => new TokenDecoder(options with { MaximumLength = 0 }, random));
        Assert.Throws<ArgumentNullException>("Transformer", () => new TokenDecoder(options with { Transformer = null! }, random));
        Assert.Throws<ArgumentNullException>("vectors", () => new TokenDecoder(options, null!, random));
        Assert.Contains("[3,8] do not fit 11 tokens", Assert.Throws<ArgumentException>("vectors", () => new TokenDecoder(options, new Parameter(new FloatTensor(3, 8)), random)).Message);
        Assert.Throws<ArgumentException>("options", () => new TokenDecoder(options with { Tied = false }, new Parameter(new FloatTensor(Vocabulary, ToyModel.Size)), random));
        Assert.Throws<ArgumentException>("decoder", () => new EncoderDecoder(TokenEncoderTests.Fresh("lstm", PoolingKind.Last), model.Decoder));
        Assert.Contains("5 steps are longer than the 4", Assert.Throws<ArgumentException>("targets", () => model.Loss(tape, Source(), Target())).Message);
        Assert.Throws<ArgumentException>("target", () => model.Loss(tape, Source(), new SequenceBatch([1], [1], 1)));
        Assert.Throws<ArgumentOutOfRangeException>("ids", () => model.Loss(tape, new SequenceBatch([1], [1], 1), new SequenceBatch([Vocabulary], [1], 1)));
        Assert.Throws<ArgumentException>(() => ToyModel.Create(1, Vocabulary, null).Loss(tape, new SequenceBatch([1], [1], 1), new SequenceBatch([1], [0], 1)));
        var plain = new Tape(ComputeContext.Serial, recording: false);
        var cache = model.Decoder.CreateCache(1, 4);
        Assert.Throws<InvalidOperationException>(() => model.Decoder.Step(plain, [], cache));
        model.Decoder.Start(plain, plain.Constant(new float[ToyModel.Size], 1, 1, ToyModel.Size), [], cache);
        Assert.Throws<ArgumentException>("previous", () => model.Decoder.Step(plain, [1], cache));
        model.Decoder.Step(plain, [], cache);
        Assert.Throws<ArgumentException>("previous", () => model.Decoder.Step(plain, [], cache));
        Assert.Throws<ArgumentOutOfRangeException>("ids", () => model.Decoder.Step(plain, [Vocabulary], cache));
    }

    private static SequenceBatch Source() => new(s_source, s_sourceLengths, 3);

    private static SequenceBatch Target() => new(s_target, s_targetLengths, 4);
}

using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;
using MarlRec.Text;

namespace MarlRec.Encoders;

public class TokenEncoderTests
{
    private const int Vocabulary = 30, Size = 12, Time = 7;
    private static readonly int[] s_lengths = [Time, 2, 0, 4];
    private static readonly TransformerOptions s_options = new() { Size = Size, Heads = 3, Inner = 20, Layers = 2, Dropout = 0.2f };

    public static TheoryData<string> Bodies => ["lstm", "gru", "transformer", "causal", "learned"];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void PaddingChangesNothingAndAnEmptySequenceIsZero(string body)
    {
        var encoder = Fresh(body, PoolingKind.Attention);
        var ids = Ids();
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var whole = encoder.Forward(tape, new SequenceBatch(ids, s_lengths, Time));
        Assert.Equal(new Shape(4, Time, Size), whole.States.Shape);
        Assert.Equal(new Shape(4, Size), whole.Pooled.Shape);
        Assert.All(whole.Pooled.Value.Slice(2 * Size, Size).ToArray(), value => Assert.Equal(0, value));
        for (var b = 0; b < 4; b++)
        {
            if (s_lengths[b] == 0) continue;
            // Alone and without padding: the same bits.
            var alone = encoder.Forward(tape, new SequenceBatch(ids.AsSpan(b * Time, s_lengths[b]), [s_lengths[b]], s_lengths[b]));
            Assert.Equal(whole.States.Value.Slice(b * Time * Size, s_lengths[b] * Size), alone.States.Value);
            Assert.Equal(whole.Pooled.Value.Slice(b * Size, Size), alone.Pooled.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void ACausalStateSeesNothingLater(string body)
    {
        var encoder = Fresh(body, PoolingKind.Mean);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        int[] ids = [3, 4, 5, 6], other = [3, 4, 9, 8];
        var states = encoder.ForwardStates(tape, new SequenceBatch(ids, [4], 4)).Value[..(2 * Size)].ToArray();
        var changed = encoder.ForwardStates(tape, new SequenceBatch(other, [4], 4)).Value[..(2 * Size)].ToArray();
        if (encoder.Body.IsCausal) Assert.Equal(states, changed);
        else Assert.NotEqual(states, changed);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void EveryParameterIsTrainedToTheSameBitsAtAnyDegree(string body)
    {
        float[] Run(int degree)
        {
            using var context = new ComputeContext(degree);
            var encoder = Fresh(body, PoolingKind.Attention);
            foreach (ref var value in encoder.NamedParameters().Single(p => p.Name == "pooling.attention.query").Parameter.Value.Span) value = 0.5f;
            var tape = new Tape(context);
            var y = encoder.Forward(tape, new SequenceBatch(Ids(), s_lengths, Time), new RandomStream(7)).Pooled;
            tape.Backward(tape.Sum(tape.Multiply(y, y)));
            foreach (var (name, parameter) in encoder.NamedParameters())
                Assert.True(parameter.Gradient.Span.ContainsAnyExcept(0), $"{name} got no gradient");
            return [.. y.Value, .. encoder.NamedParameters().SelectMany(p => p.Parameter.Gradient.Span.ToArray())];
        }

        var one = Run(1);
        Assert.Equal(one, Run(2));
        Assert.Equal(one, Run(3));
    }

    [Fact]
    public void ReadsABatchOfAVocabularysTokens()
    {
        var encoder = Fresh("lstm", PoolingKind.Last);
        var batch = TokenBatch.FromSequences([[5, 6], [7]], 3);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var encoding = encoder.Forward(tape, new SequenceBatch(batch.Ids, batch.Lengths, batch.Time));
        Assert.Equal(encoding.States.Value.Slice(Size, Size), encoding.Pooled.Value[..Size]);
        Assert.Equal(encoding.States.Value.Slice(3 * Size, Size), encoding.Pooled.Value[Size..]);
    }

    [Fact]
    public void DropoutIsForTrainingAndFreshVectorsAreAboutOfUnitLength()
    {
        var encoder = Fresh("gru", PoolingKind.Mean);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        float[] Run(RandomStream? random) => encoder.Forward(tape, new SequenceBatch(Ids(), s_lengths, Time), random).Pooled.Value.ToArray();
        Assert.Equal(Run(null), Run(null));
        Assert.NotEqual(Run(null), Run(new RandomStream(1)));
        Assert.NotEqual(Run(new RandomStream(2)), Run(new RandomStream(1)));
        var table = encoder.Embedding.Weight.Value.Span.ToArray();
        Assert.InRange(table.Sum(x => (double)x * x) / Vocabulary, 0.85, 1.15);
    }

    [Fact]
    public void BadInputNamesWhatIsWrong()
    {
        var random = new RandomStream(1);
        var encoder = Fresh("transformer", PoolingKind.First);
        var tape = new Tape(ComputeContext.Serial);
        Assert.Throws<ArgumentException>("pooling", () => Fresh("lstm", PoolingKind.First));
        Assert.Throws<ArgumentException>("pooling", () => Fresh("causal", PoolingKind.First));
        Assert.Throws<ArgumentOutOfRangeException>("vocabulary", () => new TokenEncoder(0, encoder.Body, PoolingKind.Mean, random));
        Assert.Throws<ArgumentNullException>("body", () => new TokenEncoder(1, null!, PoolingKind.Mean, random));
        Assert.Throws<ArgumentException>("tokens", () => encoder.Forward(tape, default));
        Assert.Contains("9 steps are longer than the 8", Assert.Throws<ArgumentException>("tokens", () => encoder.Forward(tape, new SequenceBatch(new int[9], [9], 9))).Message);
        Assert.Throws<ArgumentOutOfRangeException>("ids", () => encoder.Forward(tape, new SequenceBatch([Vocabulary], [1], 1)));
        Assert.Throws<ArgumentOutOfRangeException>("cell", () => new RecurrentBody((RecurrentCell)5, Size, random));
        Assert.Throws<ArgumentOutOfRangeException>("layers", () => new RecurrentBody(RecurrentCell.Gru, Size, random, 0));
        Assert.Throws<ArgumentOutOfRangeException>("dropout", () => new RecurrentBody(RecurrentCell.Gru, Size, random, 1, float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("maximumLength", () => new TransformerBody(s_options, 0, random));
        Assert.Throws<ArgumentOutOfRangeException>("positions", () => new TransformerBody(s_options, 8, random, false, (PositionKind)3));
    }

    internal static TokenEncoder Fresh(string body, PoolingKind pooling)
    {
        var random = new RandomStream(11);
        SequenceBody made = body switch
        {
            "lstm" => new RecurrentBody(RecurrentCell.Lstm, Size, random, 2, 0.2f),
            "gru" => new RecurrentBody(RecurrentCell.Gru, Size, random, 1, 0.2f),
            "bag" => new BagBody(Size),
            "learned" => new TransformerBody(s_options, Time, random, positions: PositionKind.Learned),
            _ => new TransformerBody(s_options with { NormFirst = true }, 8, random, body == "causal"),
        };
        return new TokenEncoder(Vocabulary, made, pooling, random);
    }

    private static int[] Ids()
    {
        var ids = new int[4 * Time];
        for (var i = 0; i < ids.Length; i++) ids[i] = i % Time < s_lengths[i / Time] ? 1 + i * 7 % (Vocabulary - 1) : 0;
        return ids;
    }
}

using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class TransformerTests
{
    private const int Size = 12;
    private static readonly TransformerOptions s_options = new() { Size = Size, Heads = 3, Inner = 20, Layers = 2, Dropout = 0.2f };

    [Theory]
    [InlineData(false, 1, false)]
    [InlineData(true, 1, true)]
    [InlineData(true, 3, false)]
    [InlineData(false, 50, false)]
    public void StepsWithACacheGiveTheBitsOfTheWholeSequence(bool normFirst, int count, bool frozen)
    {
        const int batch = 2, time = 130, memoryTime = 37;
        using var two = new ComputeContext(2);
        var random = new RandomStream(1);
        var options = s_options with { NormFirst = normFirst };
        var encoder = new TransformerEncoder(options, random);
        var decoder = new TransformerDecoder(options, random);
        if (frozen)
        {
            encoder.Freeze();
            decoder.Freeze();
        }

        var x = GradientCheck.Normal(random, batch, time, Size);
        var memory = GradientCheck.Normal(random, batch, memoryTime, Size);
        int[] lengths = [memoryTime, 5];
        var tape = new Tape(two, recording: false);
        var encoded = encoder.Forward(tape, Constant(tape, x), causal: true).Value.ToArray();
        var decoded = decoder.Forward(tape, Constant(tape, x), Constant(tape, memory), [], lengths).Value.ToArray();

        var own = encoder.CreateCache(batch, time + 3);
        var cross = decoder.CreateCache(batch, time);
        for (var round = 0; round < 2; round++) // a cache can be used again
        {
            own.Clear();
            tape.Reset();
            decoder.Begin(tape, Constant(tape, memory), lengths, cross);
            for (var first = 0; first < time; first += count)
            {
                tape.Reset();
                var steps = Math.Min(count, time - first);
                var part = new float[batch * steps * Size];
                for (var b = 0; b < batch; b++) x.Span.Slice((b * time + first) * Size, steps * Size).CopyTo(part.AsSpan(b * steps * Size));
                var step = tape.Constant(part, batch, steps, Size);
                Same(encoded, encoder.Step(tape, step, own));
                Same(decoded, decoder.Step(tape, step, cross));

                void Same(float[] whole, Variable result)
                {
                    for (var b = 0; b < batch; b++)
                        Assert.Equal(whole.AsSpan((b * time + first) * Size, steps * Size), result.Value.Slice(b * steps * Size, steps * Size));
                }
            }

            Assert.Equal(time, own.Length);
        }
    }

    [Fact]
    public void SteppingAllocatesNothingInTheSteadyState()
    {
        var random = new RandomStream(1);
        var decoder = new TransformerDecoder(s_options, random);
        var cache = decoder.CreateCache(2, 20);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var memory = new float[2 * 9 * Size];
        int[] lengths = [9, 4];
        void Decode()
        {
            tape.Reset();
            decoder.Begin(tape, tape.Constant(memory, 2, 9, Size), lengths, cache);
            while (cache.Length < cache.Capacity)
            {
                tape.Reset();
                decoder.Step(tape, tape.Constant(memory.AsSpan(0, 2 * Size), 2, 1, Size), cache);
            }
        }

        for (var i = 0; i < 20; i++) Decode();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 20; i++) Decode();
        }));
    }

    [Fact]
    public void DropoutTrainsOnlyAndIsTheSameAtAnyDegree()
    {
        var encoder = new TransformerEncoder(s_options, new RandomStream(1));
        var x = GradientCheck.Normal(new RandomStream(2), 3, 70, Size);
        float[] Run(int degree, RandomStream? random)
        {
            using var context = new ComputeContext(degree);
            foreach (var (_, parameter) in encoder.NamedParameters()) parameter.ZeroGradient();
            var tape = new Tape(context);
            var y = encoder.Forward(tape, Constant(tape, x), [70, 3, 0], true, random);
            tape.Backward(tape.Sum(tape.Multiply(y, y)));
            return [.. y.Value, .. encoder.NamedParameters().SelectMany(p => p.Parameter.Gradient.Span.ToArray())];
        }

        var trained = Run(1, new RandomStream(7));
        Assert.Equal(trained, Run(2, new RandomStream(7)));
        Assert.Equal(trained, Run(3, new RandomStream(7)));
        Assert.NotEqual(trained, Run(1, new RandomStream(8)));
        Assert.Equal(Run(1, null), Run(2, null));
        Assert.NotEqual(trained, Run(1, null));
    }

    [Fact]
    public void StepsPastALengthChangeNothingBeforeIt()
    {
        var random = new RandomStream(1);
        var encoder = new TransformerEncoder(s_options, random);
        var x = GradientCheck.Normal(random, 1, 9, Size);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var whole = encoder.Forward(tape, Constant(tape, x), [5]).Value[..(5 * Size)].ToArray();
        x.Span[(5 * Size)..].Fill(1e6f);
        Assert.Equal(whole, encoder.Forward(tape, Constant(tape, x), [5]).Value[..(5 * Size)]);
        Assert.Equal(whole, encoder.Forward(tape, tape.Constant(x.Span[..(5 * Size)], 1, 5, Size)).Value);
    }

    [Fact]
    public void ParametersHaveStableNames()
    {
        var encoder = new TransformerEncoder(s_options with { Layers = 1, NormFirst = true }, new RandomStream(1));
        Assert.Equal(
            [
                "layers.0.self_attn.in_proj_weight", "layers.0.self_attn.in_proj_bias", "layers.0.self_attn.out_proj.weight", "layers.0.self_attn.out_proj.bias",
                "layers.0.linear1.weight", "layers.0.linear1.bias", "layers.0.linear2.weight", "layers.0.linear2.bias",
                "layers.0.norm1.weight", "layers.0.norm1.bias", "layers.0.norm2.weight", "layers.0.norm2.bias", "norm.weight", "norm.bias",
            ],
            encoder.NamedParameters().Select(p => p.Name));
    }

    [Fact]
    public void SinusoidalPositionsAreThePapers()
    {
        var tape = new Tape(ComputeContext.Serial);
        var y = new SinusoidalPositions(10, 5).Forward(tape, tape.Constant(new float[10], 1, 2, 5), 7).Value;
        for (var i = 0; i < 10; i++)
        {
            var angle = (7 + i / 5) / Math.Pow(10_000, i % 5 / 2 * 2 / 5.0);
            Assert.Equal(i % 5 % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle), y[i], 1e-6);
        }
    }

    [Fact]
    public void BadInputNamesWhatIsWrong()
    {
        var random = new RandomStream(1);
        Assert.Throws<ArgumentOutOfRangeException>("Heads", () => new TransformerEncoder(s_options with { Heads = 5 }, random));
        Assert.Throws<ArgumentOutOfRangeException>("Dropout", () => new TransformerDecoder(s_options with { Dropout = 1 }, random));
        Assert.Throws<ArgumentOutOfRangeException>("Inner", () => new TransformerEncoderLayer(s_options with { Inner = 0 }, random));
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new TransformerEncoderLayer(s_options with { Epsilon = 0 }, random));
        var decoder = new TransformerDecoder(s_options, random);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var x = tape.Constant(new float[2 * 3 * Size], 2, 3, Size);
        var cache = decoder.CreateCache(2, 4);
        Assert.Throws<InvalidOperationException>(() => decoder.Step(tape, x, cache));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => decoder.Begin(tape, x, [1, 4], cache));
        decoder.Begin(tape, x, [], cache);
        decoder.Step(tape, x, cache);
        Assert.Contains("steps [2,3,12] do not fit a cache that has read 3 of at most 4 steps", Assert.Throws<ArgumentException>("steps", () => decoder.Step(tape, x, cache)).Message);
        Assert.Throws<ArgumentException>("steps", () => decoder.Step(tape, tape.Constant(new float[Size], 1, 1, Size), cache));
        Assert.Throws<ArgumentException>("module", () => new TransformerDecoder(s_options, random).Step(tape, x, cache));
        Assert.Throws<ArgumentException>("tape", () => decoder.Step(new Tape(ComputeContext.Serial), x, cache));
        Assert.Throws<ArgumentException>("table", () => new LearnedPositions(2, Size, random).Forward(tape, x));
        Assert.Throws<ArgumentException>("table", () => tape.AddSteps(x, tape.Constant(new float[4 * Size], 4, Size), 2));
    }

    private static Variable Constant(Tape tape, FloatTensor x) => tape.Constant(x.Span, x.Shape[0], x.Shape[1], x.Shape[2]);
}

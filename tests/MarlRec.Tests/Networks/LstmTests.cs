using MarlRec.Execution;
using MarlRec.Tensors;
using static MarlRec.Networks.GradientCheck;

namespace MarlRec.Networks;

public class LstmTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 3, 5, 4)]
    [InlineData(3, 4, 2, 8)]
    [InlineData(19, 5, 3, 11)]
    public void AgreesWithTheNaiveRecurrence(int batch, int time, int inputs, int hidden)
    {
        var random = new RandomStream(11);
        var lstm = new Lstm(inputs, hidden, random);
        var x = Normal(random, batch, time, inputs);
        var lengths = Lengths(random, batch, time);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var actual = lstm.Forward(tape, tape.Constant(x.Span, batch, time, inputs), lengths);
        var expected = Naive(lstm, x, lengths);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual.Value[i], 2e-6);
        var last = Lstm.Last(tape, actual, lengths).Value;
        Assert.Equal(last, lstm.ForwardLast(tape, tape.Constant(x.Span, batch, time, inputs), lengths).Value);
        for (var b = 0; b < batch; b++)
            for (var j = 0; j < hidden; j++)
                Assert.Equal(lengths[b] == 0 ? 0 : actual.Value[(b * time + lengths[b] - 1) * hidden + j], last[b * hidden + j]);
    }

    [Theory]
    [InlineData(5, 12)]
    [InlineData(300, 33)]
    public void OneStepAtATimeGivesTheSameBits(int inputs, int hidden)
    {
        const int batch = 21, time = 6;
        var random = new RandomStream(13);
        var lstm = new Lstm(inputs, hidden, random);
        var x = Normal(random, batch, time, inputs);
        var lengths = Lengths(random, batch, time);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var output = lstm.Forward(tape, tape.Constant(x.Span, batch, time, inputs), lengths);
        for (var b = 0; b < batch; b++)
        {
            float[] h = new float[hidden], c = new float[hidden];
            for (var t = 0; t < lengths[b]; t++)
            {
                lstm.Step(x.Span.Slice((b * time + t) * inputs, inputs), h, c);
                Assert.Equal(output.Value.Slice((b * time + t) * hidden, hidden), h);
            }
        }
    }

    [Fact]
    public void WhatStandsInThePaddingDoesNotMatter()
    {
        var random = new RandomStream(14);
        var lstm = new Lstm(3, 4, random);
        var x = Normal(random, 2, 5, 3);
        int[] lengths = [2, 4];
        float[] Train()
        {
            var tape = new Tape(ComputeContext.Serial);
            foreach (var (_, p) in lstm.NamedParameters()) p.ZeroGradient();
            tape.Backward(tape.Sum(lstm.Forward(tape, tape.Constant(x.Span, 2, 5, 3), lengths)));
            return lstm.NamedParameters().SelectMany(p => p.Parameter.Gradient.Span.ToArray()).ToArray();
        }

        var before = Train();
        x.Span.Slice(2 * 3, 3 * 3).Fill(float.NaN);
        x.Span.Slice(9 * 3, 3).Fill(float.NaN);
        Assert.Equal(before, Train());
    }

    [Fact]
    public void ManyThreadsInferWithOneModule()
    {
        var random = new RandomStream(15);
        var lstm = new Lstm(4, 8, random);
        var x = Normal(random, 3, 7, 4);
        int[] lengths = [7, 3, 5];
        float[] Infer()
        {
            var tape = new Tape(ComputeContext.Serial, recording: false);
            return lstm.Forward(tape, tape.Constant(x.Span, 3, 7, 4), lengths).Value.ToArray();
        }

        var expected = Infer();
        Parallel.For(0, 64, _ => Assert.Equal(expected, Infer()));
    }

    [Fact]
    public void BadInput()
    {
        var lstm = new Lstm(3, 4, new RandomStream(1));
        var tape = new Tape(ComputeContext.Serial);
        var x = tape.Constant(new float[12], 2, 2, 3);
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => new Lstm(0, 1, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>("hidden", () => new Lstm(1, 0, new RandomStream(1)));
        Assert.Throws<ArgumentNullException>("random", () => new Lstm(1, 1, null!));
        Assert.Throws<ArgumentException>("lengths", () => lstm.Forward(tape, x, [1]));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => lstm.Forward(tape, x, [1, 3]));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => lstm.Forward(tape, x, [1, -1]));
        Assert.Throws<ArgumentException>("x", () => lstm.Forward(tape, tape.Reshape(x, 4, 3), [1, 1]));
        Assert.Throws<ArgumentException>("inputWeight", () => lstm.Forward(tape, tape.Reshape(x, 2, 3, 2), [1, 1]));
        Assert.Throws<ArgumentException>("x", () => lstm.Step(new float[2], new float[4], new float[4]));
        Assert.Throws<ArgumentException>("h", () => lstm.Step(new float[3], new float[3], new float[4]));
        Assert.Throws<ArgumentException>("c", () => lstm.Step(new float[3], new float[4], new float[5]));
    }

    private static int[] Lengths(RandomStream random, int batch, int time)
    {
        var lengths = new int[batch];
        for (var i = 0; i < batch; i++) lengths[i] = random.Next(time + 1);
        lengths[^1] = time;
        return lengths;
    }

    // The plain version, in double precision.
    private static double[] Naive(Lstm lstm, FloatTensor x, int[] lengths)
    {
        int batch = x.Shape[0], time = x.Shape[1], d = lstm.Inputs, n = lstm.Hidden;
        var output = new double[batch * time * n];
        for (var b = 0; b < batch; b++)
        {
            double[] h = new double[n], c = new double[n];
            for (var t = 0; t < lengths[b]; t++)
            {
                var z = new double[4 * n];
                for (var j = 0; j < 4 * n; j++)
                {
                    z[j] = lstm.Bias.Value.Span[j];
                    for (var k = 0; k < d; k++) z[j] += (double)lstm.InputWeight.Value.Span[j * d + k] * x.Span[(b * time + t) * d + k];
                    for (var k = 0; k < n; k++) z[j] += lstm.HiddenWeight.Value.Span[j * n + k] * h[k];
                }

                for (var j = 0; j < n; j++)
                {
                    c[j] = Sigmoid(z[n + j]) * c[j] + Sigmoid(z[j]) * Math.Tanh(z[2 * n + j]);
                    h[j] = Sigmoid(z[3 * n + j]) * Math.Tanh(c[j]);
                    output[(b * time + t) * n + j] = h[j];
                }
            }
        }

        return output;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
